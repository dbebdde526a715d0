"""What each member has read, follows and mutes, on MongoDB: a document for a member and a thread or board."""

from datetime import datetime

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.ids import derived_id
from groups.adapters.documents import Document
from groups.domain.errors import TooManyPosts
from groups.domain.post import POSTS_EACH, POSTS_SPAN


def mark_id(member_id: str, of: str) -> str:
    """Name what is kept of a member about a thread or a board."""
    return derived_id("mark", member_id, of)


class MongoReaders:
    """The Readers port on the collection `marks`."""

    def __init__(self, database: Database[Document]) -> None:
        self._marks = database["marks"]
        self._boards = database["boards"]

    def ensure_indexes(self) -> None:
        """Create what the list of followed threads searches by."""
        followed = {"followed": True}
        self._marks.create_indexes(
            [
                IndexModel([("member_id", 1), ("_id", 1)], partialFilterExpression=followed),
                IndexModel([("member_id", 1)]),
            ]
        )

    def admit(self, board_id: str, member_id: str, at: datetime) -> None:
        """Put a moment before the last ones, on the condition that the oldest that counts is past."""
        id_ = mark_id(member_id, board_id)
        room = {"_id": id_, f"recent.{POSTS_EACH - 1}": {"$not": {"$gt": at - POSTS_SPAN}}}
        push = {"$push": {"recent": {"$each": [at], "$position": 0, "$slice": POSTS_EACH}}}
        new = {"$setOnInsert": {"member_id": member_id, "of": board_id}}
        try:
            self._marks.update_one(room, {**push, **new}, upsert=True)
        except DuplicateKeyError:
            # The document is there: without room, or made in this moment by another post of the member.
            if not self._marks.update_one(room, push).matched_count:
                found = self._marks.find_one({"_id": id_}, {"recent": 1}) or {"recent": [at]}
                raise TooManyPosts(found["recent"][-1] + POSTS_SPAN - at) from None

    def read_thread(self, thread_id: str, member_id: str, number: int) -> None:
        """Move the mark forward."""
        self._set(thread_id, member_id, {"$max": {"number": number}})

    def wrote(self, thread_id: str, member_id: str, number: int) -> None:
        """Move the mark over one's own post."""
        before = {"_id": mark_id(member_id, thread_id), "number": number - 1}
        self._marks.update_one(before, {"$set": {"number": number}})

    def read_board(self, board_id: str, member_id: str) -> None:
        """Move the mark to the board's count of now."""
        counted = self._boards.find_one({"_id": board_id}, {"posts": 1}) or {"posts": 0}
        self._set(board_id, member_id, {"$max": {"number": counted["posts"]}})

    def follow(self, thread_id: str, member_id: str, *, follow: bool) -> None:
        """Keep whether a member follows a thread."""
        self._set(thread_id, member_id, {"$set": {"followed": follow}})

    def mute(self, thread_id: str, member_id: str, *, mute: bool) -> None:
        """Keep whether a member wants to hear nothing of a thread."""
        self._set(thread_id, member_id, {"$set": {"muted": mute}})

    def _set(self, of: str, member_id: str, change: Document) -> None:
        self._marks.update_one(
            {"_id": mark_id(member_id, of)},
            {**change, "$setOnInsert": {"member_id": member_id, "of": of}},
            upsert=True,
        )
