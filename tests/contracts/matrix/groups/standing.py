"""Standing seats."""

from tests.contracts.matrix.callers import MEMBERS, Rows

SEAT = "/api/groups/series/<id:series_id>/standing-seat"
ROWS: Rows = {
    ("POST", SEAT): MEMBERS,
    ("DELETE", SEAT): MEMBERS,
    ("POST", f"{SEAT}/skips"): MEMBERS,
    ("DELETE", f"{SEAT}/skips"): MEMBERS,
    ("GET", "/api/groups/standing-seats"): MEMBERS,
}
