"""Plans: one's own, and read by partners with whom one shares it."""

from alumni.entrypoints.policy.grants import OTHER_SIDE, OWNER, Rows

ROWS: Rows = {
    ("GET", "/api/alumni/me/plan"): (OWNER,),
    ("PUT", "/api/alumni/me/plan"): (OWNER,),
    ("PATCH", "/api/alumni/me/plan"): (OWNER,),
    ("GET", "/api/alumni/partnerships/<id:partnership_id>/plan"): (OTHER_SIDE,),
}
