"""What alumni holds of a person about their centre: how they asked it for help."""

from typing import Any

from pymongo.collection import Collection

from chassis.personal import FRAME, Holding, delete


def _leave_taken(reaches: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Keep of a request that somebody answered it."""
    reaches.update_many({**found, "taken_by": person_id}, {"$set": {"taken_by": ""}})


def _leave_decided(moves: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Keep of a move that somebody decided it."""
    moves.update_many({**found, "decided_by": person_id}, {"$set": {"decided_by": ""}})


HOLDINGS: tuple[Holding, ...] = (
    Holding(collection="reaches", by=("member_id",), erasing=delete, hidden=(*FRAME, "waits", "taken_by")),
    Holding(  # What a member wrote is not for the export of who answered.
        collection="reaches",
        by=("taken_by",),
        erasing=_leave_taken,
        hidden=(*FRAME, "waits", "member_id", "urgency", "note", "outcome", "answer"),
    ),
    Holding(
        collection="moves",
        by=("member_id",),
        erasing=delete,
        hidden=(*FRAME, "waits", "consent_id", "decided_by"),
    ),
    Holding(
        collection="moves",
        by=("decided_by",),
        erasing=_leave_decided,
        hidden=(*FRAME, "waits", "consent_id", "member_id"),
    ),
    Holding(  # Its system heard of a member, or is about to: nothing that the member has to be shown.
        collection="webhook_deliveries",
        by=("data.member_id",),
        erasing=delete,
        hidden=("webhook_id", "due_at", "tries", "outcome", "state", "ended_at"),
    ),
    Holding(collection="leavings", by=("member_id",), erasing=delete, hidden=FRAME),
)
# A key is a centre's; who made it, the audit log says.
OF_NOBODY = frozenset({"api_keys", "webhooks"})
