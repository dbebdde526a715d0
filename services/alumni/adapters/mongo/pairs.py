"""Pairs and wishes on MongoDB."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.contact import Language
from alumni.domain.errors import StaleAggregate
from alumni.domain.errors.pairs import PairUnknown, WalkingAlready, WishMissing
from alumni.domain.matching import CentreWish, Wish
from alumni.domain.member import Gender
from alumni.domain.mentor import Hours, Topic
from alumni.domain.pair import OPEN, How, Pair, PairContact, PairState, Went
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]
_MOST_AT_ONCE = 200
_PLAIN = (
    *("mentor_id", "mentee_id", "centre_id", "proposed_at", "started_at", "ends_at", "closed_at"),
    *("contact_count", "last_contact_at", "quiet", "warned", "freed"),
)


class MongoWishes:
    """Wishes in the collection `mentor_wishes`, under their members' ids."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["mentor_wishes"]

    def put(self, member_id: str, wish: Wish, *, at: datetime) -> None:
        """Replace the wish."""
        fields = {
            "languages": sorted(wish.languages),
            "topics": sorted(wish.topics),
            "hours": sorted(wish.hours),
            "mentor_gender": wish.mentor_gender and wish.mentor_gender.value,
            "centre": wish.centre.value,
            "at": at,
        }
        self._collection.replace_one({"_id": member_id}, fields, upsert=True)

    def get(self, member_id: str) -> Wish:
        """Load a wish."""
        document = self._collection.find_one({"_id": member_id})
        if document is None:
            raise WishMissing
        return wish_of(document)

    def remove(self, member_id: str) -> None:
        """Delete a wish, if there is one."""
        self._collection.delete_one({"_id": member_id})


class MongoPairs:
    """Pairs in the collection `pairs`: one open pair of the same two, one active pair of a mentee."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["pairs"]

    def ensure_indexes(self) -> None:
        """Keep what may be there once, and find pairs by member, by centre and by what is due."""
        self._collection.create_index(
            [("mentor_id", 1), ("mentee_id", 1)],
            name="open",
            unique=True,
            partialFilterExpression={"open": True},
        )
        self._collection.create_index(
            "mentee_id", name="walking", unique=True, partialFilterExpression={"state": "active"}
        )
        self._collection.create_index([("mentee_id", 1), ("_id", -1)])
        self._collection.create_index([("mentor_id", 1), ("_id", -1)])
        self._collection.create_index([("centre_id", 1), ("state", 1), ("silent_since", 1), ("_id", 1)])
        self._collection.create_index([("open", 1), ("due_at", 1)])
        self._collection.create_index("freed", partialFilterExpression={"freed": False})
        ensure_outbox_index(self._collection)

    def add(self, pair: Pair) -> Pair:
        """Insert a pair, or find the open one of these two."""
        try:
            insert(self._collection, pair, _fields(pair))
        except DuplicateKeyError:
            two = {"mentor_id": pair.mentor_id, "mentee_id": pair.mentee_id, "open": True}
            same = {"$or": [two, {"_id": pair.id}]}
            document = self._collection.find_one(same, {"outbox": False})
            if document is None:
                raise StaleAggregate(pair.id) from None
            return from_document(document)
        return pair

    def get(self, pair_id: str) -> Pair:
        """Load a pair."""
        document = self._collection.find_one({"_id": pair_id}, {"outbox": False})
        if document is None:
            raise PairUnknown
        return from_document(document)

    def save(self, pair: Pair) -> None:
        """Write the state, if nobody did since it was loaded."""
        try:
            replace(self._collection, pair, _fields(pair))
        except DuplicateKeyError:
            raise WalkingAlready from None

    def open_of(self, member_id: str) -> Iterator[Pair]:
        """Find the open pairs of a member."""
        theirs = {"$or": [{"mentor_id": member_id}, {"mentee_id": member_id}], "open": True}
        for document in list(self._collection.find(theirs, {"outbox": False})):
            yield from_document(document)

    def walking(self, member_ids: Collection[str]) -> frozenset[str]:
        """Look for active pairs."""
        active = {"mentee_id": {"$in": list(member_ids)}, "state": PairState.ACTIVE.value}
        return frozenset(row["mentee_id"] for row in self._collection.find(active, {"mentee_id": True}))

    def due(self, at: datetime) -> Iterator[Pair]:
        """Find what is due first."""
        query = {"open": True, "due_at": {"$lte": at}}
        rows = self._collection.find(query, {"outbox": False}).sort("due_at", 1).limit(_MOST_AT_ONCE)
        for document in list(rows):
            yield from_document(document)

    def holding(self) -> Iterator[Pair]:
        """Find what was closed and not freed yet."""
        rows = self._collection.find({"freed": False}, {"outbox": False}).limit(_MOST_AT_ONCE)
        for document in list(rows):
            yield from_document(document)

    def freed(self, pair_id: str) -> None:
        """Write it down; the version stays, for nobody decides by it."""
        self._collection.update_one({"_id": pair_id}, {"$set": {"freed": True}})


def _fields(pair: Pair) -> Document:
    return {
        **{name: getattr(pair, name) for name in _PLAIN},
        "state": pair.state.value,
        "open": pair.state in OPEN,
        "yes": sorted(pair.yes),
        "renewing": sorted(pair.renewing),
        "goals": list(pair.goals),
        "contacts": [
            {**vars(each), "how": each.how.value, "went": each.went.value} for each in pair.contacts
        ],
        "silent_since": pair.silent_since,
        "due_at": pair.due_at,
    }


def from_document(document: Document) -> Pair:
    """Read a pair as it was stored."""
    return Pair(
        **frame(document),
        **{name: document[name] for name in _PLAIN},
        state=PairState(document["state"]),
        yes=frozenset(document["yes"]),
        renewing=frozenset(document["renewing"]),
        goals=tuple(document["goals"]),
        contacts=[
            PairContact(**{**each, "how": How(each["how"]), "went": Went(each["went"])})
            for each in document["contacts"]
        ],
    )


def wish_of(document: Document) -> Wish:
    """Read a wish as it was stored."""
    gender = document["mentor_gender"]
    return Wish(
        languages=frozenset(map(Language, document["languages"])),
        topics=frozenset(map(Topic, document["topics"])),
        hours=frozenset(map(Hours, document["hours"])),
        mentor_gender=Gender(gender) if gender else None,
        centre=CentreWish(document["centre"]),
    )
