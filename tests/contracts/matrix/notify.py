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
_ADDRESSES = (
    "receipts/<string:provider>/<id:message_id>/<string:signature>",
    "receipts/<string:provider>/<string:signature>",
    "answers/<string:provider>/<string:signature>",
)
_DECIDERS = COORDINATORS | ADMINISTRATORS

ROWS: Rows = {
    ("GET", "/api/notify/openapi.json"): ANYONE,
    ("POST", "/api/notify/webhooks/sms/<id:message_id>"): ANYONE,
    ("POST", "/api/notify/webhooks/answers"): ANYONE,  # the provider, by its signature
    # A provider that signs nothing, by an address that only it knows.
    **{("POST", f"/api/notify/webhooks/{path}"): ANYONE for path in _ADDRESSES},
    ("GET", "/api/notify/answers"): COORDINATORS,  # of members of their own centre
    ("PUT", "/api/notify/answers/<id:answer_id>/handled"): COORDINATORS,
    ("GET", "/api/notify/preferences/stopped"): MEMBERS,
    ("DELETE", "/api/notify/preferences/stopped/sms"): MEMBERS,
    ("GET", "/api/notify/messages"): MEMBERS,
    ("GET", "/api/notify/inbox"): MEMBERS,
    ("GET", "/api/notify/inbox/unread"): MEMBERS,
    ("GET", "/api/notify/inbox/stream"): MEMBERS,
    ("PUT", "/api/notify/inbox/<id:message_id>/read"): MEMBERS,
    ("POST", "/api/notify/inbox/read-all"): MEMBERS,
    ("GET", "/api/notify/preferences"): MEMBERS,
    ("PUT", "/api/notify/preferences"): MEMBERS,
    ("PUT", "/api/notify/preferences/pause"): MEMBERS,
    ("POST", "/api/notify/preferences/test-message"): MEMBERS,
    # Whoever holds a signed link may choose, and nothing else.
    ("GET", "/api/notify/preferences/by-link/<string(maxlength=64):token>"): ANYONE,
    ("PUT", "/api/notify/preferences/by-link/<string(maxlength=64):token>"): ANYONE,
    ("GET", "/api/notify/unsubscribe/<string(maxlength=64):token>"): ANYONE,
    ("POST", "/api/notify/unsubscribe/<string(maxlength=64):token>"): ANYONE,
    ("GET", "/api/notify/budget"): COORDINATORS | ADMINISTRATORS,
    ("PUT", "/api/notify/budget"): ADMINISTRATORS,
    ("GET", "/holdings"): PLATFORMS,
    ("GET", "/holdings/<string:collection>/<id:member_id>"): PLATFORMS,
    ("GET", "/api/notify/opened-contacts/<id:glass_id>"): COORDINATORS,  # who asked, once
    ("GET", "/api/notify/unreachable"): COORDINATORS,  # of their own centre
    ("GET", "/api/notify/templates"): _DECIDERS,
    ("GET", "/api/notify/templates/<string(maxlength=64):name>/preview"): _DECIDERS,
    ("POST", "/api/notify/broadcasts"): COORDINATORS,
    ("GET", "/api/notify/broadcasts"): _DECIDERS,
    ("GET", _BROADCAST): _DECIDERS,
    ("PUT", _BROADCAST): COORDINATORS,
    ("DELETE", _BROADCAST): COORDINATORS,
    ("POST", f"{_BROADCAST}/submit"): COORDINATORS,
    **{("POST", f"{_BROADCAST}/{deed}"): _DECIDERS for deed in ("approve", "refuse", "stop")},
    **{("GET", f"{_BROADCAST}/{name}"): _DECIDERS for name in ("preview", "count", "report", "report.csv")},
}
