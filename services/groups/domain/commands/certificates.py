"""Orders about certificates of attendance."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class IssueCertificate:
    """Certify how many meetings a member attended from one day to another; the name is only printed."""

    member_id: str
    bearer: str = field(repr=False)
    since: date
    until: date
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RevokeCertificate:
    """Take back a certificate of the member's own."""

    certificate_id: str
    member_id: str
    at: datetime
