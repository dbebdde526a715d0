"""Invitations and the home centre."""

from alumni.entrypoints.policy.grants import COORDINATOR, MEMBER, OWNER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/centre/invitations"): (COORDINATOR,),
    ("GET", "/api/alumni/centre/invitations"): (COORDINATOR,),
    ("DELETE", "/api/alumni/centre/invitations/<id:invitation_id>"): (COORDINATOR,),
    ("POST", "/api/alumni/centre/invitations/sheet"): (COORDINATOR,),
    ("POST", "/api/alumni/invitations/qr"): (MEMBER,),
    ("POST", "/api/alumni/me/home"): (OWNER,),
    ("DELETE", "/api/alumni/me/home"): (OWNER,),
    ("GET", "/api/alumni/centre/joining"): (COORDINATOR,),
    ("POST", "/api/alumni/centre/joining/<id:member_id>/confirmation"): (COORDINATOR,),
    ("DELETE", "/api/alumni/centre/joining/<id:member_id>"): (COORDINATOR,),
}
