"""Everything that notify holds of a person, collection by collection: contacts first."""

from typing import Any

from pymongo.collection import Collection

from chassis.personal import FRAME, Holding, delete, elements, emptied, together


def _remove_own(kept: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Forget what is about the member, beside what the member did for others."""
    kept.delete_many({"member_id": person_id})


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        collection="contacts",
        by=("_id",),
        erasing=delete,
        hidden=("sealed", "sequence", "quiet_sequence", "home_sequence", "number_index", "tested_at"),
    ),
    Holding(
        collection="reach",
        by=("_id",),
        erasing=delete,
        hidden=FRAME,
    ),
    Holding(
        collection="answers",
        by=("member_id",),
        erasing=delete,
        hidden=FRAME,
    ),
    Holding(collection="seats", by=("member_id",), erasing=delete, hidden=(*FRAME, "member_id", "saved")),
    Holding(
        collection="unread_texts",
        by=("member_id", "handled_by"),
        erasing=together(_remove_own, emptied("handled_by")),
        hidden=("sealed", "handled_by"),
    ),
    Holding(
        collection="glasses", by=("member_id", "by"), erasing=together(_remove_own, emptied("by", to=""))
    ),
    Holding(
        collection="broadcasts",
        by=("acts.by",),
        erasing=elements("acts", "by", to=""),
        hidden=(*FRAME, "acts"),
    ),
    Holding(
        collection="messages",
        by=("member_id",),
        erasing=delete,
        hidden=(
            "member_id",
            "sealed_recipient",
            "params",
            "lease",
            "fact_id",
            "seat_id",
            "provider_id",
            "heeded",
        ),
    ),
)
# Collections that hold nothing of any member: of who is gone, a digest of an id that is nobody's.
# A number's STOP outlives whoever had it, under an index that only our key gives.
OF_NOBODY = frozenset(
    {
        "answered_numbers",
        "budgets",
        "erasures",
        "gone",
        "parked",
        "providers",
        "relay_leases",
        "replayed",
        "stopped_numbers",
    }
)
