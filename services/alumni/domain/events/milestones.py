"""Facts about milestones; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class MilestoneReached:
    """A member has reached a milestone; nobody else is told, unless they share it."""

    type: ClassVar[str] = "alumni.milestone.reached.v1"
    member_id: str
    milestone: str  # such as "30-days"


@dataclass(frozen=True, kw_only=True)
class MilestoneCongratulated:
    """Somebody with whom a milestone is shared is glad with the member."""

    type: ClassVar[str] = "alumni.milestone.congratulated.v1"
    member_id: str  # who has reached it
    milestone_id: str
