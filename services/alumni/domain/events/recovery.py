"""The facts about recoveries; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class RecoveryAsked:
    """Somebody asks a centre to win back the access to their account."""

    type: ClassVar[str] = "alumni.recovery.asked.v1"
    recovery_id: str
    centre_id: str
