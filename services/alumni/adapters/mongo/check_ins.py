"""Check-ins on MongoDB: a document a member and day, and saying how one is, is one write."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from alumni.adapters.mongo.aggregates import frame, replace
from alumni.domain.check_in import CheckIn, Source
from alumni.domain.errors.check_ins import CheckInUnknown
from chassis.group_commit import GroupCommit
from chassis.ids import derived_id
from chassis.outbox import ensure_outbox_index, shard_of

Document = dict[str, Any]
DUPLICATE_KEY = 11000
_ONLY_IN_THE_APP = ("mood", "note", "note_for")  # what a text does not say, it does not take back


class MongoCheckIns:
    """Check-ins in the collection `check_ins`; a day is kept as its ISO text.

    Everybody is asked at the same hour: those who answer at once share a command.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["check_ins"]
        self._at_once: GroupCommit[CheckIn, None] = GroupCommit(self._say_together)

    def ensure_indexes(self) -> None:
        """List those of a member by day."""
        self._collection.create_index([("member_id", 1), ("date", -1)])
        ensure_outbox_index(self._collection)

    def say(self, check_in: CheckIn) -> None:
        """Upsert the day, unless something later was said of it."""
        self._at_once.submit("", check_in)

    def _say_together(self, _key: str, check_ins: list[CheckIn]) -> Sequence[None]:
        try:
            self._collection.bulk_write([_saying(each, upsert=True) for each in check_ins], ordered=False)
        except BulkWriteError as refused:
            failures = refused.details["writeErrors"]
            if any(failure["code"] != DUPLICATE_KEY for failure in failures):
                raise
            # Somebody was faster; if they said it later, theirs stands.
            again = [_saying(check_ins[failure["index"]], upsert=False) for failure in failures]
            self._collection.bulk_write(again, ordered=False)
        return [None] * len(check_ins)

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


def _saying(check_in: CheckIn, *, upsert: bool) -> UpdateOne:
    """Write what was said, where nothing later is known; `upsert` also where nothing is known at all."""
    said = _fields(check_in)
    first: Document = {"sequence": 0, "shard": shard_of(check_in.id), "outbox": []}
    first["help_wanted_at"] = said.pop("help_wanted_at")
    if check_in.source is Source.TEXT:
        first |= {name: said.pop(name) for name in _ONLY_IN_THE_APP}
    known: Document = {"_id": check_in.id, "said_at": {"$lte": check_in.said_at}}
    update: Document = {"$set": said, "$inc": {"version": 1}}
    if upsert:
        update["$setOnInsert"] = first
    return UpdateOne(known, update, upsert=upsert)


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
