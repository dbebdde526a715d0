"""Heads of threads on MongoDB, and the count of posts of each board."""

from datetime import datetime
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.outbox import ensure_outbox_index, seal_all, shard_of
from groups.adapters.documents import Document
from groups.adapters.post_documents import from_entries, to_entries
from groups.domain.errors import StaleAggregate, ThreadLocked, ThreadUnknown
from groups.domain.thread import Thread

_PLAIN = ("board_id", "author_id", "created_at", "last_number", "last_at", "locked")


class MongoThreads:
    """The Threads port on the collections `threads` and `boards`."""

    def __init__(self, database: Database[Document]) -> None:
        self._threads = database["threads"]
        self._boards = database["boards"]

    def ensure_indexes(self) -> None:
        """Create what a board's list and the relay search by."""
        ensure_outbox_index(self._threads)
        newest = [("board_id", 1), ("created_at", DESCENDING), ("_id", DESCENDING)]
        self._threads.create_indexes(
            [
                IndexModel(newest),
                IndexModel([("author_id", 1)]),
                IndexModel([("history.by", 1)], sparse=True),
            ]
        )

    def open(self, thread: Thread) -> None:
        """Insert the thread unless it is there, and count its first post."""
        document = {
            "_id": thread.id,
            **{name: getattr(thread, name) for name in _PLAIN},
            "history": [],
            "version": 1,
            "sequence": 0,
            "shard": shard_of(thread.id),
            "outbox": [],
        }
        try:
            self._threads.insert_one(document)
        except DuplicateKeyError:
            return
        thread.mark_saved()
        self._count(thread.board_id)

    def get(self, thread_id: str) -> Thread:
        """Load a thread without its outbox; raises ThreadUnknown."""
        found = self._threads.find_one({"_id": thread_id}, {"outbox": False})
        if found is None:
            raise ThreadUnknown
        fields: dict[str, Any] = {name: found[name] for name in _PLAIN}
        history = to_entries(found["history"])
        return Thread(
            id=thread_id, history=history, version=found["version"], sequence=found["sequence"], **fields
        )

    def save(self, thread: Thread) -> None:
        """Write the lock and its events in one conditional update; the numbers go on beside it."""
        result = self._threads.update_one(
            {"_id": thread.id, "version": thread.version},
            {
                "$set": {
                    "locked": thread.locked,
                    "history": from_entries(thread.history),
                    "sequence": thread.sequence + len(thread.events),
                },
                "$inc": {"version": 1},
                "$push": {"outbox": {"$each": seal_all(thread.events, after=thread.sequence)}},
            },
        )
        if result.matched_count == 0:
            raise StaleAggregate
        thread.mark_saved()

    def number_next(self, thread_id: str, at: datetime) -> int:
        """Count one on, on the condition that the thread is not locked."""
        after = self._threads.find_one_and_update(
            {"_id": thread_id, "locked": False},
            {"$inc": {"last_number": 1}, "$max": {"last_at": at}},
            {"last_number": 1, "board_id": 1},
            return_document=True,
        )
        if after is None:
            raise ThreadLocked
        self._count(after["board_id"])
        number: int = after["last_number"]
        return number

    def _count(self, board_id: str) -> None:
        self._boards.update_one({"_id": board_id}, {"$inc": {"posts": 1}}, upsert=True)
