"""Posts on MongoDB: a document each, with its alerts, its case and its events."""

from datetime import UTC, datetime

from pymongo import DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from chassis.outbox import ensure_outbox_index, seal_all
from groups.adapters.documents import Document
from groups.adapters.post_documents import from_post, new_post, to_post
from groups.domain.errors import AlertUnknown, PostUnknown, StaleAggregate
from groups.domain.post import HEARS_SHOWN, Post

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # A partial index serves a question that is narrower than its own.


class MongoPosts:
    """The Posts port on a MongoDB collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def ensure_indexes(self) -> None:
        """Create what pages, search, queues and the relay look things up by."""
        ensure_outbox_index(self._collection)
        exists = {"$exists": True}
        self._collection.create_indexes(
            [
                IndexModel([("thread_id", 1), ("number", 1)]),
                # "none" splits words and does nothing else to them, which is right in every script.
                IndexModel([("search", "text")], default_language="none", language_override="_none"),
                IndexModel([("board_id", 1), ("case.stage", 1), ("created_at", 1), ("_id", 1)]),
                IndexModel([("alerts.id", 1)], partialFilterExpression={"alerts.id": exists}),
                IndexModel(
                    [("alerted_at", DESCENDING), ("_id", DESCENDING)],
                    partialFilterExpression={"alerted_at": exists},
                ),
                IndexModel([("author_id", 1)]),
                IndexModel([("hears", 1)]),
                IndexModel([("alerts.watch.member_ids", 1)], sparse=True),
                IndexModel([("alerts.closed_by", 1)], sparse=True),
                IndexModel([("case.reports.by", 1)], sparse=True),
                IndexModel([("case.history.by", 1)], sparse=True),
                IndexModel([("erase_at", 1)], partialFilterExpression={"erase_at": exists}),
                IndexModel(
                    [("author_id", 1), ("board_id", 1), ("case.timed_out_until", 1)],
                    partialFilterExpression={"case.timed_out_until": {"$gt": _EPOCH}},
                ),
            ]
        )

    def add(self, post: Post) -> bool:
        """Insert the post with its events in one write."""
        try:
            self._collection.insert_one(new_post(post))
        except DuplicateKeyError:
            return False
        post.mark_saved()
        return True

    def find(self, post_id: str) -> Post | None:
        """Load a post without its outbox."""
        return self._one({"_id": post_id})

    def get(self, post_id: str) -> Post:
        """Load a post; raises PostUnknown."""
        found = self.find(post_id)
        if found is None:
            raise PostUnknown
        return found

    def with_alert(self, alert_id: str) -> Post:
        """Load the post of an alert; raises AlertUnknown."""
        found = self._one({"alerts.id": alert_id})
        if found is None:
            raise AlertUnknown
        return found

    def save(self, post: Post) -> None:
        """Write the state and its events in one conditional update."""
        document, absent = from_post(post)
        result = self._collection.update_one(
            {"_id": post.id, "version": post.version},
            {
                "$set": document,
                "$unset": dict.fromkeys(absent, ""),
                "$inc": {"version": 1},
                "$push": {"outbox": {"$each": seal_all(post.events, after=post.sequence)}},
            },
        )
        if result.matched_count == 0:
            raise StaleAggregate
        post.mark_saved()

    def hear(self, post_id: str, member_id: str) -> None:
        """Add the member to those who heard, as long as they are counted."""
        full = f"hears.{HEARS_SHOWN - 1}"
        self._collection.update_one(
            {"_id": post_id, full: {"$exists": False}}, {"$addToSet": {"hears": member_id}}
        )

    def unhear(self, post_id: str, member_id: str) -> None:
        """Take the member out of those who heard."""
        self._collection.update_one({"_id": post_id}, {"$pull": {"hears": member_id}})

    def timed_out_until(self, board_id: str, member_id: str, at: datetime) -> datetime | None:
        """Find the longest time-out that lasts at a moment."""
        lasting = {"author_id": member_id, "board_id": board_id, "case.timed_out_until": {"$gt": at}}
        found = self._collection.find_one(
            lasting, {"case.timed_out_until": 1}, sort=[("case.timed_out_until", DESCENDING)]
        )
        return found["case"]["timed_out_until"] if found else None

    def erase_removed(self, at: datetime) -> int:
        """Erase what was removed more than a minute ago."""
        erased = {"text": "", "title": None}
        return self._collection.update_many(
            {"erase_at": {"$lt": at}},
            {"$set": erased, "$unset": {"erase_at": "", "search": ""}, "$inc": {"version": 1}},
        ).modified_count

    def _one(self, where: Document) -> Post | None:
        found = self._collection.find_one(where, {"outbox": False, "hears": False})
        return to_post(found) if found else None
