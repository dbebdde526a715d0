"""Promised seats, cancellations that are undone, and ways to join."""

from tests.contracts.matrix.callers import MEMBERS, Rows

REGISTRATION = "/api/groups/occurrences/<id:occurrence_id>/registrations/<id:registration_id>"
ROWS: Rows = {
    ("POST", f"{REGISTRATION}/confirmation"): MEMBERS,
    ("POST", f"{REGISTRATION}/restoration"): MEMBERS,
    ("GET", "/api/groups/occurrences/<id:occurrence_id>/joining"): MEMBERS,
}
