"""Who one is: signing in, the profile, contacts and sessions."""

from alumni.entrypoints.policy.grants import HOLDER, OWNER, VISITOR, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/sign-in/codes"): (VISITOR,),
    ("POST", "/api/alumni/sign-in/tokens"): (HOLDER,),
    ("POST", "/api/alumni/sessions/refresh"): (HOLDER,),
    ("DELETE", "/api/alumni/sessions/current"): (OWNER,),
    ("GET", "/api/alumni/me"): (OWNER,),
    ("PATCH", "/api/alumni/me"): (OWNER,),
    ("POST", "/api/alumni/me/contacts"): (OWNER,),
    ("POST", "/api/alumni/me/contacts/verifications"): (OWNER,),
    ("DELETE", "/api/alumni/me/contacts/<any(sms, email):channel>"): (OWNER,),
    ("GET", "/api/alumni/sessions"): (OWNER,),
    ("DELETE", "/api/alumni/sessions"): (OWNER,),
    ("DELETE", "/api/alumni/sessions/<id:session_id>"): (OWNER,),
}
