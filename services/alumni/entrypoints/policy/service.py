"""What the service tells everybody of itself."""

from alumni.entrypoints.policy.grants import PLATFORM, VISITOR, Rows

ROWS: Rows = {
    ("GET", "/health/live"): (PLATFORM,),
    ("GET", "/health/ready"): (PLATFORM,),
    ("GET", "/metrics"): (PLATFORM,),
    ("GET", "/openapi.json"): (PLATFORM,),
    ("GET", "/api/alumni/openapi.json"): (VISITOR,),
    ("GET", "/.well-known/jwks.json"): (VISITOR,),
    ("GET", "/api/alumni/jwks.json"): (VISITOR,),
    ("GET", "/sealed-contacts/members/<id:member_id>"): (PLATFORM,),
    ("GET", "/sealed-contacts/attempts/<id:attempt_id>"): (PLATFORM,),
}
