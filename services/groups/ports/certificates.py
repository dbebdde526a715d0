"""What the handlers need of certificates of attendance."""

from datetime import date, datetime
from typing import Protocol

from groups.domain.certificate import Certificate


class Certificates(Protocol):
    """The certificates that were issued."""

    def meetings_of(self, member_id: str, since: date, until: date) -> int:
        """Count the dates that a member attended from one day to another, both included."""
        ...

    def issued_since(self, member_id: str, at: datetime) -> int:
        """Count the certificates that a member was given since a moment."""
        ...

    def add(self, certificate: Certificate) -> None:
        """Store a new certificate."""
        ...

    def revoke(self, certificate_id: str, member_id: str, at: datetime) -> Certificate:
        """Mark a member's own certificate as revoked, once; raises CertificateUnknown."""
        ...


class CertificatePrinter(Protocol):
    """Makes documents."""

    def document(
        self, *, code: str, bearer: str, since: date, until: date, meetings: int, issued_at: datetime
    ) -> bytes:
        """Give a signed PDF; raises NameUnprintable for letters that it cannot write."""
        ...
