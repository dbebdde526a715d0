"""The endpoints of notify."""

from tests.contracts.matrix.callers import ANYONE, COORDINATORS, MEMBERS, Rows

ROWS: Rows = {
    ("GET", "/api/notify/openapi.json"): ANYONE,
    ("POST", "/api/notify/webhooks/sms/<id:message_id>"): ANYONE,
    ("POST", "/api/notify/webhooks/answers"): ANYONE,  # the provider, by its signature
    ("GET", "/api/notify/messages"): MEMBERS,
    # Outside /api the gateway has no way: only the platform's own services ask.
    ("GET", "/holdings"): ANYONE,
    ("GET", "/holdings/<string:collection>/<id:member_id>"): ANYONE,
    ("GET", "/api/notify/opened-contacts/<id:glass_id>"): COORDINATORS,  # who asked, once
}
