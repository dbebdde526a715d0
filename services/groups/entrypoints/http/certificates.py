"""Certificates of attendance over HTTP; verifying one needs no token."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Response

from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    encode_cursor,
    identity,
    invalid,
    public,
    raises,
    requires,
)
from groups.adapters.certificate_pdf import SignedCertificates
from groups.domain import errors
from groups.domain.certificate import Certificate, written_code
from groups.domain.commands import IssueCertificate, RevokeCertificate
from groups.entrypoints.http.context import context
from groups.entrypoints.schemas import certificates as schemas
from groups.handlers.certificates import issue_certificate, revoke_certificate
from groups.views import certificates as views

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.CertificateUnknown: Problem(404, "certificate-unknown", "There is no such certificate."),
    errors.NothingToCertify: Problem(409, "nothing-to-certify", "You attended no meeting in this time."),
    errors.TooManyCertificates: Problem(429, "too-many-certificates", "Enough certificates for one day."),
    errors.NameUnprintable: Problem(
        422, "name-unprintable", "The name has letters that are neither Latin, Gurmukhi nor Devanagari."
    ),
}
PDF = "application/pdf"
NO_STORE = {"Cache-Control": "no-store"}

certificates = Blueprint(
    "certificates", __name__, url_prefix="/api/groups", description="Certificates of attendance"
)


@certificates.post("/me/certificates")
@certificates.arguments(schemas.CertificateOrderSchema)
@certificates.response(201, {"type": "string", "format": "binary"}, content_type=PDF)
@raises(errors.NothingToCertify, errors.TooManyCertificates, errors.NameUnprintable)
@requires("member")
def post_certificate(order: dict[str, Any]) -> Response:
    """Issue a certificate of how many meetings the caller attended, as a signed PDF

    The document is given once and kept nowhere, and so is the name on it. `Location` is where its code is
    verified. It names neither groups nor kinds of meetings.
    """
    at = utc_now()
    if order["until"] > (at + timedelta(days=1)).date():
        raise invalid({"to": ["Not in the future."]})
    command = IssueCertificate(member_id=identity().member_id, at=at, **order)
    found = context()
    printer = SignedCertificates(
        key=found.settings.certificate_key,
        certificate=found.settings.certificate,
        public_url=found.settings.platform.public_url,
    )
    certificate, document = issue_certificate(command, found.stores.certificates, printer)
    headers = {
        "Location": f"/api/groups/certificates/{written_code(certificate.code)}",
        "Content-Disposition": 'attachment; filename="certificate.pdf"',
    }
    return Response(document, 201, headers | NO_STORE, mimetype=PDF)


@certificates.get("/me/certificates")
@certificates.arguments(PageArguments, location="query")
@certificates.response(200, schemas.OwnCertificatesPageSchema)
@requires("member")
def get_own_certificates(query: dict[str, Any]) -> dict[str, Any]:
    """List the caller's certificates, the last one first"""
    after = decode_cursor(query["cursor"], (datetime, str)) if query["cursor"] else None
    size = query["page_size"]
    rows = views.own(context().stores.database, identity().member_id, after=after, limit=size + 1)
    last = rows[size - 1] if len(rows) > size else None
    return {
        "items": rows[:size],
        "next_cursor": encode_cursor([last.issued_at, last.id]) if last else None,
    }


@certificates.delete("/me/certificates/<id:certificate_id>")
@certificates.response(200, schemas.OwnCertificateSchema)
@raises(errors.CertificateUnknown)
@requires("member")
def delete_certificate(certificate_id: str) -> Certificate:
    """Revoke a certificate of the caller's own, for ever"""
    command = RevokeCertificate(certificate_id=certificate_id, member_id=identity().member_id, at=utc_now())
    return revoke_certificate(command, context().stores.certificates)


@certificates.get("/certificates/<code>")
@certificates.arguments(schemas.VerificationQuerySchema, location="query")
@certificates.response(200, schemas.VerificationSchema)
@raises(errors.CertificateUnknown)
@public
def get_certificate(query: dict[str, Any], code: str) -> Any:
    """Verify a certificate by the code on it, and its document by its SHA-256

    It tells neither whose it is nor of which meetings.
    """
    return views.verified(context().stores.database, code, query["sha256"]), NO_STORE
