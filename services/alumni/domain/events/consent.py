"""The facts about consents; ids and purposes only."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    """A member agrees to a purpose from now on."""

    type: ClassVar[str] = "alumni.consent.given.v1"
    member_id: str
    purpose: str
    recipient: str | None  # None: towards everybody whom the notice names
    expires_at: datetime | None  # UTC


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn:
    """A member does not agree to a purpose any more."""

    type: ClassVar[str] = "alumni.consent.withdrawn.v1"
    member_id: str
    purpose: str
    recipient: str | None


ConsentEvent = ConsentGiven | ConsentWithdrawn
