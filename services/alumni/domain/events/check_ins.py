"""Facts about check-ins; ids only, and never how somebody is."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class CheckInDue:
    """It is the hour at which a member wants to be asked how the day is."""

    type: ClassVar[str] = "alumni.check-in.due.v1"
    member_id: str


@dataclass(frozen=True, kw_only=True)
class CheckInMissed:
    """A member was silent longer than they wanted to be left alone: somebody may reach out.

    `member_ids` names who is asked to; where there is nobody, the centre is, and without one the network.
    """

    type: ClassVar[str] = "alumni.check-in.missed.v1"
    member_ids: list[str]
    centre_id: str | None


@dataclass(frozen=True, kw_only=True)
class HelpWanted:
    """A member asks who walks with them to get in touch now; where there is nobody, the centre is asked."""

    type: ClassVar[str] = "alumni.check-in.help-wanted.v1"
    member_id: str
    member_ids: list[str]
    centre_id: str | None
