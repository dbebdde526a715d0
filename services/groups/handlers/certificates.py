"""How certificates of attendance are issued and revoked, one function per command."""

from datetime import timedelta
from hashlib import sha256

from chassis.ids import new_id
from groups.domain.certificate import CERTIFICATES_A_DAY, Certificate, new_code
from groups.domain.commands import IssueCertificate, RevokeCertificate
from groups.domain.errors import NothingToCertify, TooManyCertificates
from groups.ports import CertificatePrinter, Certificates


def issue_certificate(
    command: IssueCertificate, certificates: Certificates, printer: CertificatePrinter
) -> tuple[Certificate, bytes]:
    """Give a certificate and its document, which is kept nowhere.

    Raises NothingToCertify, TooManyCertificates or NameUnprintable.
    """
    if certificates.issued_since(command.member_id, command.at - timedelta(days=1)) >= CERTIFICATES_A_DAY:
        raise TooManyCertificates
    meetings = certificates.meetings_of(command.member_id, command.since, command.until)
    if meetings == 0:
        raise NothingToCertify
    code = new_code()
    document = printer.document(
        code=code,
        bearer=command.bearer,
        since=command.since,
        until=command.until,
        meetings=meetings,
        issued_at=command.at,
    )
    certificate = Certificate(
        id=new_id(),
        code=code,
        member_id=command.member_id,
        since=command.since,
        until=command.until,
        meetings=meetings,
        issued_at=command.at,
        sha256=sha256(document).hexdigest(),
    )
    certificates.add(certificate)
    return certificate, document


def revoke_certificate(command: RevokeCertificate, certificates: Certificates) -> Certificate:
    """Take a certificate back, for ever; again, the same answer."""
    return certificates.revoke(command.certificate_id, command.member_id, command.at)
