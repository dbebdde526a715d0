"""Certificates of attendance on MongoDB; no document and no name is among them."""

from datetime import date, datetime

from pymongo import IndexModel, ReturnDocument
from pymongo.database import Database

from groups.adapters.documents import Document
from groups.domain.certificate import Certificate
from groups.domain.errors import CertificateUnknown

_PLAIN = ("code", "member_id", "meetings", "issued_at", "sha256", "revoked_at")
_DAYS = ("since", "until")


class MongoCertificates:
    """The Certificates port on the collections `certificates` and `attendances`."""

    def __init__(self, database: Database[Document]) -> None:
        self._certificates = database["certificates"]
        self._attendances = database["attendances"]

    def ensure_indexes(self) -> None:
        """Create what a member's own list and the verification search by."""
        self._certificates.create_indexes(
            [
                IndexModel([("code", 1)], unique=True),
                IndexModel([("member_id", 1), ("issued_at", -1), ("_id", -1)]),
            ]
        )

    def meetings_of(self, member_id: str, since: date, until: date) -> int:
        """Count by the index alone."""
        within = {"$gte": since.isoformat(), "$lte": until.isoformat()}
        return self._attendances.count_documents(
            {"member_id": member_id, "present": True, "local_date": within}
        )

    def issued_since(self, member_id: str, at: datetime) -> int:
        """Count by the index of the member's own list."""
        return self._certificates.count_documents({"member_id": member_id, "issued_at": {"$gte": at}})

    def add(self, certificate: Certificate) -> None:
        """Insert a certificate."""
        document = {"_id": certificate.id, **{name: getattr(certificate, name) for name in _PLAIN}}
        days = {name: getattr(certificate, name).isoformat() for name in _DAYS}
        self._certificates.insert_one(document | days)

    def revoke(self, certificate_id: str, member_id: str, at: datetime) -> Certificate:
        """Set the moment of the first time."""
        found = self._certificates.find_one_and_update(
            {"_id": certificate_id, "member_id": member_id},
            [{"$set": {"revoked_at": {"$ifNull": ["$revoked_at", at]}}}],
            return_document=ReturnDocument.AFTER,
        )
        if found is None:
            raise CertificateUnknown
        return to_certificate(found)


def to_certificate(found: Document) -> Certificate:
    """Read a certificate as it was stored."""
    days: Document = {name: date.fromisoformat(found[name]) for name in _DAYS}
    return Certificate(id=found["_id"], **days, **{name: found[name] for name in _PLAIN})
