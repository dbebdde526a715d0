"""Exports, the finder and members' own calendars."""

from tests.contracts.matrix.callers import ANYONE, MEMBERS, Rows

ROWS: Rows = {
    ("GET", "/api/groups/meetings.json"): ANYONE,
    ("GET", "/api/groups/bmlt/GetSearchResults"): ANYONE,
    ("GET", "/api/groups/calendar.ics"): ANYONE,
    ("GET", "/api/groups/schedule.pdf"): ANYONE,
    ("GET", "/api/groups/finder"): ANYONE,
    ("POST", "/api/groups/me/calendar"): MEMBERS,
    ("DELETE", "/api/groups/me/calendar"): MEMBERS,
    ("GET", "/api/groups/calendars/member.ics"): ANYONE,
}
