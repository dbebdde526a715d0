"""The notice, and what members say to it."""

from alumni.entrypoints.policy.grants import OWNER, VISITOR, Rows

_PURPOSE = '<any(membership, messages, "home-centre", mentoring, figures, transfer, story):purpose>'

ROWS: Rows = {
    ("GET", "/api/alumni/notices/current"): (VISITOR,),
    ("GET", "/api/alumni/me/consents"): (OWNER,),
    ("PUT", f"/api/alumni/me/consents/{_PURPOSE}"): (OWNER,),
    ("DELETE", f"/api/alumni/me/consents/{_PURPOSE}"): (OWNER,),
}
