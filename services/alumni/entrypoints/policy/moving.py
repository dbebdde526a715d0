"""Moving to another centre: the receiving one decides, the former one sees that somebody moves."""

from alumni.entrypoints.policy.grants import COORDINATOR, MEMBER, OWNER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/me/moves"): (MEMBER,),
    ("GET", "/api/alumni/me/moves"): (OWNER,),
    ("DELETE", "/api/alumni/me/moves/<id:move_id>"): (OWNER,),
    ("GET", "/api/alumni/centre/moves"): (COORDINATOR,),
    ("POST", "/api/alumni/centre/moves/<id:move_id>/acceptance"): (COORDINATOR,),
    ("DELETE", "/api/alumni/centre/moves/<id:move_id>"): (COORDINATOR,),
    ("GET", "/api/alumni/me/leaving"): (OWNER,),
    ("PUT", "/api/alumni/me/leaving"): (OWNER,),
}
