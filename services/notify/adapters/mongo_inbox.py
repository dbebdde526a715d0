"""The inbox in MongoDB: entries are messages of the channel that needs no contact."""

from __future__ import annotations

from datetime import datetime

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from notify.adapters.documents import Document
from notify.domain.contacts import INBOX

# Counting what is unread looks at nothing else.
INDEX = IndexModel(
    [("member_id", 1), ("read_at", 1), ("created_at", DESCENDING)],
    name="inbox",
    partialFilterExpression={"channel": INBOX},
)


class MongoInbox:
    """What members read; an entry keeps the first moment at which it was."""

    def __init__(self, database: Database[Document]) -> None:
        self._messages = database["messages"]

    def read(self, member_id: str, message_id: str, at: datetime) -> bool:
        """Mark an entry as read; False where the member has none of this id."""
        own = {"_id": message_id, "member_id": member_id, "channel": INBOX}
        unread = {**own, "read_at": None}
        changed = self._messages.update_one(unread, {"$set": {"read_at": at}}).matched_count
        return changed == 1 or self._messages.count_documents(own, limit=1) == 1

    def read_all(self, member_id: str, at: datetime) -> int:
        """Mark everything that came until now as read; the answer is how many entries that changed."""
        unread = {"member_id": member_id, "channel": INBOX, "read_at": None, "created_at": {"$lte": at}}
        return self._messages.update_many(unread, {"$set": {"read_at": at}}).modified_count
