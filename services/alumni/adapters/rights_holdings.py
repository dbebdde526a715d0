"""What is kept of codes, rights and the member themselves."""

from typing import Any

from pymongo.collection import Collection

from alumni.adapters.export_files import GridFSFiles
from chassis.personal import Holding, delete, emptied, keep, together


def _remove_exports(exports: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Remove a member's exports, files first: so a crash leaves none that nobody knows of."""
    files = GridFSFiles(exports.database)
    for export in exports.find(found, {"_id": True}):
        files.remove(export["_id"])
    exports.delete_many(found)


def _remove_own_glasses(glasses: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Forget what was opened of the member."""
    glasses.delete_many({"member_id": person_id})


HOLDINGS: tuple[Holding, ...] = (
    # Codes that went to a member's contact are found by that contact, when contacts are forgotten.
    Holding(
        collection="sign_in_attempts",
        by=("member_id",),
        erasing=delete,
        hidden=("contact_index", "sealed_contact", "code_mac"),
    ),
    Holding(collection="audit", by=("about",), erasing=keep, hidden=("by", "previous", "hash")),
    Holding(
        collection="exports",
        by=("member_id",),
        erasing=_remove_exports,
        hidden=("open_of", "due_at"),
    ),
    # Who asked and confirmed is in the audit log; what they wrote about a member goes with the member.
    Holding(
        collection="glasses",
        by=("member_id", "asked_by", "confirmed_by"),
        erasing=together(_remove_own_glasses, emptied("asked_by", "confirmed_by", to="")),
    ),
    # What remains of an erasure is that somebody went, and when.
    Holding(collection="erasures", by=("member_id",), erasing=keep, hidden=("next_at",)),
    # The last: until everything else is gone, an interrupted erasure finds who it was about.
    Holding(
        collection="members",
        by=("_id",),
        erasing=delete,
        hidden=("handle_key", "contacts.index", "contacts.sealed"),
    ),
)
