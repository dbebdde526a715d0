"""Mentors, mentees and blocks."""

from alumni.entrypoints.policy.grants import COORDINATOR, OTHER_SIDE, OWNER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/me/mentor"): (OWNER,),
    ("GET", "/api/alumni/me/mentor"): (OWNER,),
    ("DELETE", "/api/alumni/me/mentor"): (OWNER,),
    ("PUT", "/api/alumni/me/mentor/offering"): (OWNER,),
    ("PUT", "/api/alumni/me/mentor/pause"): (OWNER,),
    ("GET", "/api/alumni/centre/mentors"): (COORDINATOR,),
    ("POST", "/api/alumni/centre/mentors/<id:member_id>/approval"): (COORDINATOR,),
    ("POST", "/api/alumni/centre/mentors/<id:member_id>/refusal"): (COORDINATOR,),
    ("POST", "/api/alumni/me/invitations"): (OWNER,),
    ("GET", "/api/alumni/me/invitations"): (OWNER,),
    ("DELETE", "/api/alumni/me/invitations/<id:invitation_id>"): (OWNER,),
    ("PUT", "/api/alumni/me/mentor-wish"): (OWNER,),
    ("GET", "/api/alumni/me/mentor-wish"): (OWNER,),
    ("DELETE", "/api/alumni/me/mentor-wish"): (OWNER,),
    ("GET", "/api/alumni/me/mentor-suggestions"): (OWNER,),
    ("POST", "/api/alumni/pairs"): (OWNER,),
    ("GET", "/api/alumni/pairs"): (OWNER,),
    ("GET", "/api/alumni/pairs/<id:pair_id>"): (OWNER, OTHER_SIDE),
    ("POST", "/api/alumni/pairs/<id:pair_id>/acceptance"): (OWNER, OTHER_SIDE),
    ("POST", "/api/alumni/pairs/<id:pair_id>/refusal"): (OWNER, OTHER_SIDE),
    ("PUT", "/api/alumni/pairs/<id:pair_id>/goals"): (OWNER, OTHER_SIDE),
    ("POST", "/api/alumni/pairs/<id:pair_id>/contacts"): (OWNER, OTHER_SIDE),
    ("POST", "/api/alumni/pairs/<id:pair_id>/renewal"): (OWNER, OTHER_SIDE),
    ("POST", "/api/alumni/pairs/<id:pair_id>/ending"): (OWNER, OTHER_SIDE),
    ("PUT", "/api/alumni/me/blocks/<id:member_id>"): (OWNER,),
    ("DELETE", "/api/alumni/me/blocks/<id:member_id>"): (OWNER,),
    ("GET", "/api/alumni/me/blocks"): (OWNER,),
}
