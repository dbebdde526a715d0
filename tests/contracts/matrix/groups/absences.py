"""People who stopped coming; the handlers ask who leads the meeting."""

from tests.contracts.matrix.callers import MEMBERS, Rows

ROWS: Rows = {
    ("GET", "/api/groups/absences"): MEMBERS,
    ("POST", "/api/groups/absences/<id:absence_id>/closure"): MEMBERS,
}
