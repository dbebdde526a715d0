"""How far a partner centre is in the network."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

AGREEMENT = "2026-11"  # the version that is to be accepted now; its texts are data


class CentreState(StrEnum):
    """How far a centre is."""

    APPLIED = "applied"
    ASKED = "asked"  # the network waits for the applicant's answers
    APPROVED = "approved"  # the applicant has to accept the agreement
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"
    REFUSED = "refused"


OPEN = frozenset({CentreState.APPLIED, CentreState.ASKED, CentreState.APPROVED})
UNDECIDED = frozenset({CentreState.APPLIED, CentreState.ASKED})
PARTNERS = frozenset({CentreState.ACTIVE, CentreState.SUSPENDED})


class Cause(StrEnum):
    """Why a centre is suspended."""

    EXPIRY = "expiry"
    COMPLAINT = "complaint"


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Which text was accepted for the centre, and when."""

    version: str
    accepted_at: datetime
