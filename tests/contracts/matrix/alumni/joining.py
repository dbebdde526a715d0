"""Invitations and the home centre."""

from tests.contracts.matrix.callers import COORDINATORS, MEMBERS, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/centre/invitations"): COORDINATORS,
    ("GET", "/api/alumni/centre/invitations"): COORDINATORS,
    ("DELETE", "/api/alumni/centre/invitations/<id:invitation_id>"): COORDINATORS,
    ("POST", "/api/alumni/centre/invitations/sheet"): COORDINATORS,
    ("POST", "/api/alumni/invitations/qr"): MEMBERS,
    ("POST", "/api/alumni/me/home"): MEMBERS,
    ("DELETE", "/api/alumni/me/home"): MEMBERS,
    ("GET", "/api/alumni/centre/joining"): COORDINATORS,
    ("POST", "/api/alumni/centre/joining/<id:member_id>/confirmation"): COORDINATORS,
    ("DELETE", "/api/alumni/centre/joining/<id:member_id>"): COORDINATORS,
}
