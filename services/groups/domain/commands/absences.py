"""Orders about people who stopped coming."""

from dataclasses import dataclass
from datetime import datetime

from groups.domain.absence import How
from groups.domain.access import Caller


@dataclass(frozen=True, kw_only=True)
class CloseAbsence:
    """Say what became of an absence, as who leads the meeting."""

    caller: Caller
    absence_id: str
    how: How
    at: datetime
