"""Partner centres: applying, verifying."""

from alumni.entrypoints.policy.grants import ADMINISTRATOR, OWNER, VISITOR, Rows

_APPLICATION = "/api/alumni/centres/applications/<id:centre_id>"
_NETWORK = "/api/alumni/network/centres"
_CENTRE = f"{_NETWORK}/<id:centre_id>"

ROWS: Rows = {
    ("GET", "/api/alumni/centres/agreement"): (VISITOR,),
    ("POST", "/api/alumni/centres/applications"): (OWNER,),
    ("GET", "/api/alumni/centres/applications"): (OWNER,),
    ("PUT", _APPLICATION): (OWNER,),
    ("PUT", f"{_APPLICATION}/questions/<id:question_id>/answer"): (OWNER,),
    ("POST", f"{_APPLICATION}/agreement"): (OWNER,),
    ("GET", _NETWORK): (ADMINISTRATOR,),
    ("GET", _CENTRE): (ADMINISTRATOR,),
    ("PUT", f"{_CENTRE}/checklist"): (ADMINISTRATOR,),
    ("POST", f"{_CENTRE}/questions"): (ADMINISTRATOR,),
    ("POST", f"{_CENTRE}/approval"): (ADMINISTRATOR,),
    ("POST", f"{_CENTRE}/refusal"): (ADMINISTRATOR,),
}
