"""Access to what is kept of oneself, and being erased."""

from alumni.entrypoints.policy.grants import OWNER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/me/erasure"): (OWNER,),
    ("GET", "/api/alumni/me/erasure"): (OWNER,),
    ("DELETE", "/api/alumni/me/erasure"): (OWNER,),
    ("POST", "/api/alumni/me/exports"): (OWNER,),
    ("GET", "/api/alumni/me/exports/<id:export_id>"): (OWNER,),
    ("GET", "/api/alumni/me/exports/<id:export_id>/data.json"): (OWNER,),
    ("GET", "/api/alumni/me/exports/<id:export_id>/page.html"): (OWNER,),
}
