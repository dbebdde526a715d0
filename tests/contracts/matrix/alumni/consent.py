"""The notice, and what members say to it."""

from tests.contracts.matrix.callers import ANYONE, MEMBERS, Rows

PURPOSE = '<any(membership, messages, "home-centre", mentoring, figures, transfer, story):purpose>'

ROWS: Rows = {
    ("GET", "/api/alumni/notices/current"): ANYONE,
    ("GET", "/api/alumni/me/consents"): MEMBERS,
    ("PUT", f"/api/alumni/me/consents/{PURPOSE}"): MEMBERS,
    ("DELETE", f"/api/alumni/me/consents/{PURPOSE}"): MEMBERS,
}
