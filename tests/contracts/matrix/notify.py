"""The endpoints of notify."""

from tests.contracts.matrix.callers import ANYONE, MEMBERS, Rows

ROWS: Rows = {
    ("GET", "/api/notify/openapi.json"): ANYONE,
    ("POST", "/api/notify/webhooks/sms/<id:message_id>"): ANYONE,
    ("POST", "/api/notify/webhooks/answers"): ANYONE,  # the provider, by its signature
    ("GET", "/api/notify/messages"): MEMBERS,
}
