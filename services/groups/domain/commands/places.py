"""Orders about places in one date of a meeting."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class RegisterForMeeting:
    """Give the member a place in one occurrence; the key makes a repeated order the same order."""

    occurrence_id: str
    member_id: str
    idempotency_key: str | None
    at: datetime  # UTC


@dataclass(frozen=True, kw_only=True)
class CancelRegistration:
    """Take back the member's own registration."""

    occurrence_id: str
    registration_id: str
    member_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ConfirmRegistration:
    """Take a seat that was promised to the member."""

    occurrence_id: str
    registration_id: str
    member_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RestoreRegistration:
    """Undo the member's own cancellation of a moment ago."""

    occurrence_id: str
    registration_id: str
    member_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CancelMeeting:
    """Call one occurrence off, on behalf of the centre that holds it."""

    occurrence_id: str
    centre_id: str
    at: datetime
