"""Facts about members who ask their centre for help; what they wrote is in none of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ReachAsked:
    """A member wants to talk to the centre, or to the network where there is no centre."""

    type: ClassVar[str] = "alumni.reach.asked.v1"
    reach_id: str
    centre_id: str | None
    due_at: datetime  # UTC: what the centre promises


@dataclass(frozen=True, kw_only=True)
class ReachAnswered:
    """Somebody answered a member who had asked."""

    type: ClassVar[str] = "alumni.reach.answered.v1"
    reach_id: str
    member_id: str


@dataclass(frozen=True, kw_only=True)
class ReachOverdue:
    """Nobody answered in the time that was promised: the network is told, once."""

    type: ClassVar[str] = "alumni.reach.overdue.v1"
    reach_id: str
    centre_id: str | None


ReachEvent = ReachAsked | ReachAnswered | ReachOverdue
