"""What members were sent, and have not read, counted in the collection `messages`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from pymongo import UpdateOne
from pymongo.database import Database

from notify.adapters.documents import Document
from notify.domain.bundles import TextTried, Unread
from notify.domain.contacts import INBOX, Channel
from notify.domain.message import COUNT, State, Urgency

# A text is not tried for longer; so the index by the time of creation finds all that were tried since.
TRIED_FOR = timedelta(days=3)
_OF_A_TEXT = {"member_id": True, "state": True, "created_at": True, "history": True}
COUNTED = (State.SENDING, State.UNKNOWN, State.SENT, State.DELIVERED)


class MongoTallies:
    """Tallies by the index of a member's messages."""

    def __init__(self, database: Database[Document]) -> None:
        self._messages = database["messages"]

    def texts_since(self, member_ids: Collection[str], at: datetime) -> list[TextTried]:
        """Find the texts that were tried since a moment, for members; what is urgent counts for nothing."""
        found = self._messages.find(
            {
                "member_id": {"$in": list(member_ids)},
                "created_at": {"$gte": at - TRIED_FOR},
                "channel": Channel.SMS,
                "state": {"$in": list(COUNTED)},
                "since": {"$gte": at},
                "urgency": {"$ne": int(Urgency.URGENT)},
            },
            _OF_A_TEXT,
        )
        texts = [_tried(each) for each in found]
        return [each for each in texts if each.tried_at >= at]

    def unread_since(self, member_ids: Collection[str], at: datetime) -> list[Unread]:
        """Find what members have not read of what they were told since a moment."""
        found = self._messages.find(
            {
                "member_id": {"$in": list(member_ids)},
                "created_at": {"$gte": at},
                "channel": INBOX,
                "read_at": {"$exists": False},
            },
            {"member_id": 1, "urgency": 1, "created_at": 1},
        )
        return [
            Unread(member_id=each["member_id"], urgency=Urgency(each["urgency"]), told_at=each["created_at"])
            for each in found
        ]

    def fill(self, counts: Mapping[str, int]) -> None:
        """Keep what each message says, so that it is recognised should its fate be in doubt."""
        if counts:
            self._messages.bulk_write(
                [
                    UpdateOne({"_id": id_}, {"$set": {f"params.{COUNT}": count}})
                    for id_, count in counts.items()
                ],
                ordered=False,
            )


def _tried(document: Document) -> TextTried:
    takings = (each["at"] for each in reversed(document["history"]) if each["state"] == State.SENDING)
    return TextTried(
        message_id=document["_id"],
        member_id=document["member_id"],
        tried_at=next(takings, document["created_at"]),
        is_settled=document["state"] != State.SENDING,
    )
