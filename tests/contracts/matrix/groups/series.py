"""Meeting series; who of the members leads one is told by its own tests."""

from tests.contracts.matrix.callers import MEMBERS, Rows

_ALL = "/api/groups/series"
_ONE = f"{_ALL}/<id:series_id>"

ROWS: Rows = {
    ("POST", _ALL): MEMBERS,
    ("GET", _ALL): MEMBERS,
    ("GET", _ONE): MEMBERS,
    ("PATCH", _ONE): MEMBERS,
    ("GET", f"{_ONE}/dates"): MEMBERS,
    ("POST", f"{_ONE}/following"): MEMBERS,
    ("POST", f"{_ONE}/changes"): MEMBERS,
    ("DELETE", f"{_ONE}/changes/<date:original_date>"): MEMBERS,
    ("POST", f"{_ONE}/suspension"): MEMBERS,
    ("DELETE", f"{_ONE}/suspension"): MEMBERS,
    ("POST", f"{_ONE}/end"): MEMBERS,
}
