"""The facts about partner centres; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class CentreAsked:
    """The network asks an applicant something about a centre."""

    type: ClassVar[str] = "alumni.centre.asked.v1"
    centre_id: str
    applicant_id: str


@dataclass(frozen=True, kw_only=True)
class CentreApproved:
    """A centre is verified; its applicant has to accept the agreement."""

    type: ClassVar[str] = "alumni.centre.approved.v1"
    centre_id: str
    applicant_id: str


@dataclass(frozen=True, kw_only=True)
class CentreRefused:
    """A centre does not become a part of the network."""

    type: ClassVar[str] = "alumni.centre.refused.v1"
    centre_id: str
    applicant_id: str


@dataclass(frozen=True, kw_only=True)
class CentreActivated:
    """A centre takes part in the network from now on."""

    type: ClassVar[str] = "alumni.centre.activated.v1"
    centre_id: str


@dataclass(frozen=True, kw_only=True)
class CentreSuspended:
    """A centre takes no part for a while."""

    type: ClassVar[str] = "alumni.centre.suspended.v1"
    centre_id: str
    cause: str  # expiry | complaint


@dataclass(frozen=True, kw_only=True)
class CentreResumed:
    """A centre that was suspended takes part again."""

    type: ClassVar[str] = "alumni.centre.resumed.v1"
    centre_id: str


@dataclass(frozen=True, kw_only=True)
class LicenceExpiring:
    """The licence of a centre ends soon: told 60, 30 and 7 days ahead, each time once."""

    type: ClassVar[str] = "alumni.centre.licence-expiring.v1"
    centre_id: str
    days_left: int


@dataclass(frozen=True, kw_only=True)
class CentreLeft:
    """A centre has left the network for good."""

    type: ClassVar[str] = "alumni.centre.left.v1"
    centre_id: str
