"""Partners: each is the other's other side."""

from alumni.entrypoints.policy.grants import MEMBER, OTHER_SIDE, OWNER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/partnerships"): (MEMBER,),
    ("GET", "/api/alumni/partnerships"): (OWNER, OTHER_SIDE),
    ("POST", "/api/alumni/partnerships/<id:partnership_id>/acceptance"): (OTHER_SIDE,),
    ("DELETE", "/api/alumni/partnerships/<id:partnership_id>"): (OWNER, OTHER_SIDE),
}
