"""Where a centre's own system hears of facts about the centre."""

from alumni.entrypoints.policy.grants import COORDINATOR, Rows

_ONE = "/api/alumni/centre/webhooks/<id:webhook_id>"

ROWS: Rows = {
    ("POST", "/api/alumni/centre/webhooks"): (COORDINATOR,),
    ("GET", "/api/alumni/centre/webhooks"): (COORDINATOR,),
    ("DELETE", _ONE): (COORDINATOR,),
    ("POST", f"{_ONE}/rotation"): (COORDINATOR,),
    ("POST", f"{_ONE}/ping"): (COORDINATOR,),
    ("POST", f"{_ONE}/resumption"): (COORDINATOR,),
    ("GET", f"{_ONE}/dead-letters"): (COORDINATOR,),
    ("POST", f"{_ONE}/dead-letters/<id:delivery_id>/replay"): (COORDINATOR,),
}
