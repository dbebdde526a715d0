"""Orders about who is on call for a group."""

from dataclasses import dataclass
from datetime import datetime

from groups.domain.access import Caller
from groups.domain.roster import Handover, Shift


@dataclass(frozen=True, kw_only=True)
class ArrangeRoster:
    """Replace a group's shifts."""

    caller: Caller
    group_id: str
    time_zone: str  # IANA
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, kw_only=True)
class HandOverShift:
    """Give one shift to another leader for a time."""

    caller: Caller
    group_id: str
    handover: Handover
    at: datetime  # UTC


@dataclass(frozen=True, kw_only=True)
class TakeShiftBack:
    """Forget a handover; whoever has the shift has it again."""

    caller: Caller
    group_id: str
    handover_id: str
