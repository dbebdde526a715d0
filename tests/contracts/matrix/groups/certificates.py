"""Certificates of attendance; anybody may verify one."""

from tests.contracts.matrix.callers import ANYONE, MEMBERS, Rows

ROWS: Rows = {
    ("POST", "/api/groups/me/certificates"): MEMBERS,
    ("GET", "/api/groups/me/certificates"): MEMBERS,
    ("DELETE", "/api/groups/me/certificates/<id:certificate_id>"): MEMBERS,
    ("GET", "/api/groups/certificates/<code>"): ANYONE,
}
