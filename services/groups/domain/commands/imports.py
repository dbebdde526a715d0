"""Orders about feeds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ImportMeetings:
    """Take a centre's meetings from the text of a Meeting Guide feed."""

    centre_id: str
    feed: bytes
    time_zone: str  # IANA, for the records that name none
    capacity: int  # seats, for the records that name none
    at: datetime
