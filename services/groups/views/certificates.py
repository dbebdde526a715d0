"""Reads of certificates: a member's own, and what anybody with the code is told."""

from collections.abc import Sequence
from typing import Any

from pymongo.database import Database

from groups.adapters.mongo_certificates import to_certificate
from groups.domain.certificate import Certificate, read_code
from groups.domain.errors import CertificateUnknown

Row = dict[str, Any]


def own(
    database: Database[Row], member_id: str, *, after: Sequence[Any] | None, limit: int
) -> list[Certificate]:
    """Show a member's own certificates, the last one first, from behind the last row shown."""
    where: Row = {"member_id": member_id}
    if after is not None:
        issued_at, last_id = after
        where["$or"] = [
            {"issued_at": {"$lt": issued_at}},
            {"issued_at": issued_at, "_id": {"$lt": last_id}},
        ]
    found = database["certificates"].find(where).sort([("issued_at", -1), ("_id", -1)]).limit(limit)
    return [to_certificate(each) for each in found]


def verified(database: Database[Row], code: str, sha256: str | None) -> Row:
    """Tell of a code what its document says without the name; raises CertificateUnknown."""
    found = database["certificates"].find_one({"code": read_code(code)})
    if found is None:
        raise CertificateUnknown
    certificate = to_certificate(found)
    return {
        "valid": certificate.revoked_at is None,
        "revoked": certificate.revoked_at is not None,
        "meetings": certificate.meetings,
        "since": certificate.since,
        "until": certificate.until,
        "issued_at": certificate.issued_at,
        "document_matches": None if sha256 is None else sha256.lower() == certificate.sha256,
    }
