"""Who one is, signing in, contacts and sessions."""

from tests.contracts.matrix.callers import ANYONE, MEMBERS, Rows

ROWS: Rows = {
    ("GET", "/.well-known/jwks.json"): ANYONE,
    ("GET", "/api/alumni/jwks.json"): ANYONE,
    ("GET", "/api/alumni/openapi.json"): ANYONE,
    ("POST", "/api/alumni/sign-in/codes"): ANYONE,
    ("POST", "/api/alumni/sign-in/tokens"): ANYONE,
    ("POST", "/api/alumni/sessions/refresh"): ANYONE,
    ("DELETE", "/api/alumni/sessions/current"): MEMBERS,
    ("GET", "/api/alumni/me"): MEMBERS,
    ("PATCH", "/api/alumni/me"): MEMBERS,
    ("POST", "/api/alumni/me/contacts"): MEMBERS,
    ("POST", "/api/alumni/me/contacts/verifications"): MEMBERS,
    ("DELETE", "/api/alumni/me/contacts/<any(sms, email):channel>"): MEMBERS,
    ("GET", "/api/alumni/sessions"): MEMBERS,
    ("DELETE", "/api/alumni/sessions"): MEMBERS,
    ("DELETE", "/api/alumni/sessions/<id:session_id>"): MEMBERS,
}
