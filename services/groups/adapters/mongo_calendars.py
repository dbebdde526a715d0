"""Secret addresses of calendars in MongoDB: one for each member, known by its digest alone."""

from datetime import datetime

from pymongo import IndexModel
from pymongo.collection import Collection

from groups.adapters.documents import Document
from groups.domain.errors import CalendarUnknown


class MongoCalendars:
    """The Calendars port on a MongoDB collection; a document's id is its member's."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def ensure_indexes(self) -> None:
        """Create what an address is found by."""
        self._collection.create_indexes([IndexModel([("digest", 1)], unique=True)])

    def keep(self, member_id: str, digest: str, at: datetime) -> None:
        """Keep a member's address in the place of the one before."""
        change = {"$set": {"digest": digest, "since": at}}
        self._collection.update_one({"_id": member_id}, change, upsert=True)

    def drop(self, member_id: str) -> None:
        """Forget a member's address, if there is one."""
        self._collection.delete_one({"_id": member_id})

    def owner(self, digest: str) -> str:
        """Name the member whose calendar it is; raises CalendarUnknown."""
        found = self._collection.find_one({"digest": digest}, {"_id": 1})
        if found is None:
            raise CalendarUnknown
        return str(found["_id"])
