"""Milestones: one's own, and what others share with one."""

from alumni.entrypoints.policy.grants import MEMBER, OTHER_SIDE, OWNER, Rows

_AUDIENCE = "<any(partners, mentor, centre, network):audience>"

ROWS: Rows = {
    ("GET", "/api/alumni/me/milestones"): (OWNER,),
    ("POST", "/api/alumni/me/milestones/<id:milestone_id>/shares"): (OWNER,),
    ("DELETE", f"/api/alumni/me/milestones/<id:milestone_id>/shares/{_AUDIENCE}"): (OWNER,),
    ("GET", "/api/alumni/milestones"): (MEMBER,),
    ("PUT", "/api/alumni/milestones/<id:milestone_id>/congratulations"): (OTHER_SIDE,),
    ("DELETE", "/api/alumni/milestones/<id:milestone_id>/congratulations"): (MEMBER,),
}
