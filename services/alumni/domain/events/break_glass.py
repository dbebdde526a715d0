"""The fact that a contact may be opened; ids and channels only."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class BreakGlassOpened:
    """Two persons fear for a member's life, and one of them may see a contact, once."""

    type: ClassVar[str] = "alumni.break-glass.opened.v1"
    glass_id: str
    member_id: str
    by: str  # who asked, and alone may see it
    channels: list[str]
    until: datetime  # UTC
