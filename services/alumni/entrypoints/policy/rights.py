"""Access to what is kept of oneself, being erased, and contacts that were opened."""

from alumni.entrypoints.policy.grants import ADMINISTRATOR, COORDINATOR, OWNER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/me/erasure"): (OWNER,),
    ("GET", "/api/alumni/me/erasure"): (OWNER,),
    ("DELETE", "/api/alumni/me/erasure"): (OWNER,),
    ("POST", "/api/alumni/me/exports"): (OWNER,),
    ("GET", "/api/alumni/me/exports/<id:export_id>"): (OWNER,),
    ("GET", "/api/alumni/me/exports/<id:export_id>/data.json"): (OWNER,),
    ("GET", "/api/alumni/me/exports/<id:export_id>/page.html"): (OWNER,),
    ("POST", "/api/alumni/centre/members/<id:member_id>/break-glass"): (COORDINATOR,),
    ("GET", "/api/alumni/break-glass"): (COORDINATOR, ADMINISTRATOR),
    ("POST", "/api/alumni/break-glass/<id:glass_id>/confirmation"): (COORDINATOR, ADMINISTRATOR),
    ("GET", "/api/alumni/me/break-glass"): (OWNER,),
}
