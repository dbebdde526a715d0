"""One's own sobriety, which nobody else sees."""

from alumni.entrypoints.policy.grants import OWNER, Rows

ROWS: Rows = {
    ("GET", "/api/alumni/me/sobriety"): (OWNER,),
    ("PUT", "/api/alumni/me/sobriety"): (OWNER,),
    ("POST", "/api/alumni/me/sobriety/slips"): (OWNER,),
    ("DELETE", "/api/alumni/me/sobriety/slips/<id:slip_id>"): (OWNER,),
}
