"""Programme figures, and the coordinator's overview."""

from alumni.domain.api_key import Scope
from alumni.entrypoints.policy.grants import ADMINISTRATOR, COORDINATOR, Rows, partner_system

ROWS: Rows = {
    ("GET", "/api/alumni/centre/members"): (COORDINATOR,),
    ("GET", "/api/alumni/centre/figures"): (COORDINATOR,),
    ("GET", "/api/alumni/centre/figures.csv"): (COORDINATOR,),
    ("GET", "/api/alumni/network/figures"): (ADMINISTRATOR,),
    ("GET", "/api/alumni/network/figures.csv"): (ADMINISTRATOR,),
    ("GET", "/api/alumni/partner/figures"): (partner_system(Scope.FIGURES_READ),),
    ("GET", "/api/alumni/partner/figures.csv"): (partner_system(Scope.FIGURES_READ),),
}
