"""Check-ins: one's own, and read by whom one chose."""

from alumni.entrypoints.policy.grants import OTHER_SIDE, OWNER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/me/check-ins"): (OWNER,),
    ("PUT", "/api/alumni/me/check-ins/<date:day>"): (OWNER,),
    ("POST", "/api/alumni/me/check-ins/<date:day>/reach-out"): (OWNER,),
    ("GET", "/api/alumni/me/check-ins"): (OWNER,),
    ("GET", "/api/alumni/me/check-ins/trend"): (OWNER,),
    ("GET", "/api/alumni/me/check-in-plan"): (OWNER,),
    ("PUT", "/api/alumni/me/check-in-plan"): (OWNER,),
    ("GET", "/api/alumni/partnerships/<id:partnership_id>/check-ins"): (OTHER_SIDE,),
    ("GET", "/api/alumni/pairs/<id:pair_id>/check-ins"): (OTHER_SIDE,),
}
