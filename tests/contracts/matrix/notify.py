"""The endpoints of notify."""

from tests.contracts.matrix.callers import (
    ADMINISTRATORS,
    ANYONE,
    COORDINATORS,
    MEMBERS,
    PLATFORMS,
    Rows,
)

_BROADCAST = "/api/notify/broadcasts/<id:broadcast_id>"
_DECIDERS = COORDINATORS | ADMINISTRATORS

ROWS: Rows = {
    ("GET", "/api/notify/openapi.json"): ANYONE,
    ("POST", "/api/notify/webhooks/sms/<id:message_id>"): ANYONE,
    ("POST", "/api/notify/webhooks/answers"): ANYONE,  # the provider, by its signature
    ("GET", "/api/notify/messages"): MEMBERS,
    ("GET", "/holdings"): PLATFORMS,
    ("GET", "/holdings/<string:collection>/<id:member_id>"): PLATFORMS,
    ("GET", "/api/notify/opened-contacts/<id:glass_id>"): COORDINATORS,  # who asked, once
    ("POST", "/api/notify/broadcasts"): COORDINATORS,
    ("GET", "/api/notify/broadcasts"): _DECIDERS,
    ("GET", _BROADCAST): _DECIDERS,
    ("PUT", _BROADCAST): COORDINATORS,
    ("DELETE", _BROADCAST): COORDINATORS,
    ("POST", f"{_BROADCAST}/submit"): COORDINATORS,
    **{("POST", f"{_BROADCAST}/{deed}"): _DECIDERS for deed in ("approve", "refuse", "stop")},
    **{("GET", f"{_BROADCAST}/{name}"): _DECIDERS for name in ("preview", "count", "report", "report.csv")},
}
