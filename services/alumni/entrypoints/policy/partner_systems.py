"""The keys of a centre's own systems, and what those may do with them."""

from alumni.domain.api_key import Scope
from alumni.entrypoints.policy.grants import COORDINATOR, HOLDER, Rows, partner_system

ROWS: Rows = {
    ("POST", "/api/alumni/centre/keys"): (COORDINATOR,),
    ("GET", "/api/alumni/centre/keys"): (COORDINATOR,),
    ("POST", "/api/alumni/centre/keys/<id:key_id>/rotation"): (COORDINATOR,),
    ("DELETE", "/api/alumni/centre/keys/<id:key_id>"): (COORDINATOR,),
    ("POST", "/api/alumni/partner/tokens"): (HOLDER,),
    ("GET", "/api/alumni/partner/centre"): (partner_system(Scope.DIRECTORY_READ),),
    ("POST", "/api/alumni/partner/invitations"): (partner_system(Scope.INVITATIONS_WRITE),),
}
