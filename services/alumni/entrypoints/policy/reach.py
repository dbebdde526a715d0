"""The way back; the network sees what has no centre, or what its centre did not answer in time."""

from alumni.entrypoints.policy.grants import ADMINISTRATOR, COORDINATOR, MEMBER, OWNER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/me/reach"): (MEMBER,),
    ("GET", "/api/alumni/me/reach"): (OWNER,),
    ("DELETE", "/api/alumni/me/reach/<id:reach_id>"): (OWNER,),
    ("GET", "/api/alumni/reaches"): (COORDINATOR, ADMINISTRATOR),
    ("POST", "/api/alumni/reaches/<id:reach_id>/taking"): (COORDINATOR, ADMINISTRATOR),
    ("POST", "/api/alumni/reaches/<id:reach_id>/answer"): (COORDINATOR, ADMINISTRATOR),
}
