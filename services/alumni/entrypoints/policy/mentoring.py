"""Mentors, mentees and blocks."""

from alumni.entrypoints.policy.grants import COORDINATOR, OWNER, Rows

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
    ("PUT", "/api/alumni/me/blocks/<id:member_id>"): (OWNER,),
    ("DELETE", "/api/alumni/me/blocks/<id:member_id>"): (OWNER,),
    ("GET", "/api/alumni/me/blocks"): (OWNER,),
}
