"""The audit log on MongoDB: an entry's sequence is its `_id`, so that no two follow the same one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.domain.audit import Entry, Head

Document = dict[str, Any]


class MongoAudit:
    """Entries in the collection `audit`; nothing here changes or removes one."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["audit"]

    def ensure_indexes(self) -> None:
        """Find what was done about somebody or something, and by whom."""
        self._collection.create_index([("about", 1), ("_id", -1)])
        self._collection.create_index([("by", 1), ("_id", -1)])

    def record(self, act: str, *, by: str, about: str, at: datetime, **ids: str) -> None:
        """Append behind the head; whoever finds the place taken looks for the new head.

        One of all who try always gets through, so this ends, however many append at once.
        """
        moment = at - timedelta(microseconds=at.microsecond % 1000)
        while True:
            head = self.head()
            entry = Entry(
                sequence=head.sequence + 1,
                at=moment,
                act=act,
                by=by,
                about=about,
                ids=ids,
                previous=head.hash,
            )
            try:
                self._collection.insert_one(_document(entry))
            except DuplicateKeyError:
                continue
            return

    def head(self) -> Head:
        """Find the end of the chain."""
        last = self._collection.find_one({}, {"hash": True}, sort=[("_id", -1)])
        return Head(sequence=last["_id"], hash=last["hash"]) if last else Head()

    def chain(self) -> Iterator[tuple[Entry, str]]:
        """Give every entry with the hash kept beside it, from the first on."""
        for document in self._collection.find({}).sort("_id", 1):
            yield from_document(document), document["hash"]

    def page(self, *, about: str | None, behind: int | None, limit: int) -> list[Entry]:
        """List entries, the latest first; perhaps those about one person or thing."""
        query: Document = {"about": about} if about else {}
        if behind is not None:
            query["_id"] = {"$lt": behind}
        rows = self._collection.find(query).sort("_id", -1).limit(limit)
        return [from_document(each) for each in rows]


def _document(entry: Entry) -> Document:
    return {
        "_id": entry.sequence,
        "at": entry.at,
        "act": entry.act,
        "by": entry.by,
        "about": entry.about,
        "ids": dict(entry.ids),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def from_document(document: Document) -> Entry:
    """Read an entry as it is kept."""
    return Entry(
        sequence=document["_id"],
        at=document["at"],
        act=document["act"],
        by=document["by"],
        about=document["about"],
        ids=document["ids"],
        previous=document["previous"],
    )
