"""Dates of meetings and places in them."""

from tests.contracts.matrix.callers import COORDINATORS, MEMBERS, Rows

ROWS: Rows = {
    ("GET", "/api/groups/occurrences"): MEMBERS,
    ("GET", "/api/groups/occurrences/<id:occurrence_id>"): MEMBERS,
    ("POST", "/api/groups/occurrences/<id:occurrence_id>/registrations"): MEMBERS,
    (
        "DELETE",
        "/api/groups/occurrences/<id:occurrence_id>/registrations/<id:registration_id>",
    ): MEMBERS,
    ("GET", "/api/groups/registrations"): MEMBERS,
    ("POST", "/api/groups/occurrences/<id:occurrence_id>/cancellation"): COORDINATORS,
}
