"""Check-ins on MongoDB: a document a member and day, and saying how one is, is one write."""

from collections.abc import Collection
from datetime import date
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, replace
from alumni.domain.check_in import CheckIn, Source
from alumni.domain.errors.check_ins import CheckInUnknown
from chassis.ids import derived_id
from chassis.outbox import ensure_outbox_index, shard_of

Document = dict[str, Any]
_ONLY_IN_THE_APP = ("mood", "note", "note_for")  # what a text does not say, it does not take back


class MongoCheckIns:
    """Check-ins in the collection `check_ins`; a day is kept as its ISO text."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["check_ins"]

    def ensure_indexes(self) -> None:
        """List those of a member by day."""
        self._collection.create_index([("member_id", 1), ("date", -1)])
        ensure_outbox_index(self._collection)

    def say(self, check_in: CheckIn) -> None:
        """Upsert the day, unless something later was said of it."""
        known: Document = {"_id": check_in.id, "said_at": {"$lte": check_in.said_at}}
        said = _fields(check_in)
        first: Document = {"sequence": 0, "shard": shard_of(check_in.id), "outbox": []}
        first["help_wanted_at"] = said.pop("help_wanted_at")
        if check_in.source is Source.TEXT:
            first |= {name: said.pop(name) for name in _ONLY_IN_THE_APP}
        update = {"$set": said, "$inc": {"version": 1}}
        try:
            self._collection.update_one(known, {**update, "$setOnInsert": first}, upsert=True)
        except DuplicateKeyError:
            # Somebody was faster; if they said it later, theirs stands.
            self._collection.update_one(known, update)

    def get(self, member_id: str, day: date) -> CheckIn:
        """Load the check-in of a day."""
        document = self._collection.find_one({"_id": check_in_id(member_id, day)}, {"outbox": False})
        if document is None:
            raise CheckInUnknown
        return from_document(document)

    def save(self, check_in: CheckIn) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, check_in, _fields(check_in))

    def latest_days(self, member_ids: Collection[str], since: date) -> dict[str, date]:
        """Group the days by member, from the index alone."""
        query = {"member_id": {"$in": list(member_ids)}, "date": {"$gte": since.isoformat()}}
        found: dict[str, date] = {}
        for row in self._collection.find(query, {"_id": False, "member_id": True, "date": True}):
            day = date.fromisoformat(row["date"])
            found[row["member_id"]] = max(day, found.get(row["member_id"], day))
        return found


def check_in_id(member_id: str, day: date) -> str:
    """Name the check-in of a member and day."""
    return derived_id("check-in", member_id, day.isoformat())


def _fields(check_in: CheckIn) -> Document:
    return {
        "member_id": check_in.member_id,
        "date": check_in.date.isoformat(),
        "sober": check_in.sober,
        "mood": check_in.mood,
        "craving": check_in.craving,
        "note": check_in.note,
        "note_for": list(check_in.note_for),
        "source": check_in.source.value,
        "said_at": check_in.said_at,
        "help_wanted_at": check_in.help_wanted_at,
    }


def from_document(document: Document) -> CheckIn:
    """Read a check-in as it is kept."""
    return CheckIn(
        **frame(document),
        member_id=document["member_id"],
        date=date.fromisoformat(document["date"]),
        sober=document["sober"],
        mood=document["mood"],
        craving=document["craving"],
        note=document["note"],
        note_for=tuple(document["note_for"]),
        source=Source(document["source"]),
        said_at=document["said_at"],
        help_wanted_at=document["help_wanted_at"],
    )
