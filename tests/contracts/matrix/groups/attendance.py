"""Who was at a date, and what the room shows for checking in; the handlers ask who leads the meeting."""

from tests.contracts.matrix.callers import MEMBERS, Rows

ROWS: Rows = {
    ("PUT", "/api/groups/occurrences/<id:occurrence_id>/attendance"): MEMBERS,
    ("GET", "/api/groups/occurrences/<id:occurrence_id>/attendance"): MEMBERS,
    ("POST", "/api/groups/occurrences/<id:occurrence_id>/check-in"): MEMBERS,
    ("GET", "/api/groups/occurrences/<id:occurrence_id>/room-code"): MEMBERS,
    ("GET", "/api/groups/occurrences/<id:occurrence_id>/room-code.svg"): MEMBERS,
    ("GET", "/api/groups/me/attendance"): MEMBERS,
    ("GET", "/api/groups/me/attendance/streaks"): MEMBERS,
}
