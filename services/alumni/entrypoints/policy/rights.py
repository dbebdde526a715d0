"""Access to what is kept of oneself, and being erased."""

from alumni.entrypoints.policy.grants import OWNER, Rows

ROWS: Rows = {
    ("POST", "/api/alumni/me/erasure"): (OWNER,),
    ("GET", "/api/alumni/me/erasure"): (OWNER,),
    ("DELETE", "/api/alumni/me/erasure"): (OWNER,),
}
