"""The endpoints of alumni."""

from tests.contracts.matrix.callers import ADMINISTRATORS, ANYONE, COORDINATORS, MEMBERS, Rows

ROWS: Rows = {
    ("GET", "/.well-known/jwks.json"): ANYONE,
    ("GET", "/api/alumni/jwks.json"): ANYONE,
    # Outside /api the gateway has no way: only the platform's own services ask.
    ("GET", "/sealed-contacts/members/<id:member_id>"): ANYONE,
    ("GET", "/sealed-contacts/attempts/<id:attempt_id>"): ANYONE,
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
    ("POST", "/api/alumni/centre/invitations"): COORDINATORS,
    ("GET", "/api/alumni/centre/invitations"): COORDINATORS,
    ("DELETE", "/api/alumni/centre/invitations/<id:invitation_id>"): COORDINATORS,
    ("POST", "/api/alumni/centre/invitations/sheet"): COORDINATORS,
    ("POST", "/api/alumni/invitations/qr"): MEMBERS,
    ("POST", "/api/alumni/me/home"): MEMBERS,
    ("DELETE", "/api/alumni/me/home"): MEMBERS,
    ("POST", "/api/alumni/sign-in/recoveries"): ANYONE,
    ("GET", "/api/alumni/recoveries"): COORDINATORS | ADMINISTRATORS,
    ("POST", "/api/alumni/recoveries/<id:recovery_id>/approvals"): COORDINATORS | ADMINISTRATORS,
    ("DELETE", "/api/alumni/recoveries/<id:recovery_id>"): COORDINATORS | ADMINISTRATORS,
    ("GET", "/api/alumni/centre/joining"): COORDINATORS,
    ("POST", "/api/alumni/centre/joining/<id:member_id>/confirmation"): COORDINATORS,
    ("DELETE", "/api/alumni/centre/joining/<id:member_id>"): COORDINATORS,
}
