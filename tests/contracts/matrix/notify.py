"""The endpoints of notify."""

from tests.contracts.matrix.callers import ANYONE, COORDINATORS, MEMBERS, PLATFORMS, Rows

ROWS: Rows = {
    ("GET", "/api/notify/openapi.json"): ANYONE,
    ("POST", "/api/notify/webhooks/sms/<id:message_id>"): ANYONE,
    ("POST", "/api/notify/webhooks/answers"): ANYONE,  # the provider, by its signature
    ("GET", "/api/notify/messages"): MEMBERS,
    ("GET", "/holdings"): PLATFORMS,
    ("GET", "/holdings/<string:collection>/<id:member_id>"): PLATFORMS,
    ("GET", "/api/notify/opened-contacts/<id:glass_id>"): COORDINATORS,  # who asked, once
}
