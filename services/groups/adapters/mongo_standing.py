"""Standing seats in MongoDB: those of a series are one document, and every change is decided in it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pymongo import IndexModel
from pymongo.collection import Collection

from chassis.outbox import ensure_outbox_index, shard_of
from chassis.tracing import current_traceparent
from groups.adapters.decision import Decision
from groups.adapters.documents import Document
from groups.adapters.promising import event_ids
from groups.adapters.standing_pipelines import GIVE_UP, SEAT, SKIP, TAKE, UNSKIP
from groups.domain.errors import MeetingBusy, StandingSeatsTaken, StandingSeatUnknown
from groups.domain.occurrence import OUTBOX_BOUND
from groups.domain.standing import StandingSeat, StandingSeats, oldest_skip

_TAKE = Decision(TAKE, SEAT)
_GIVE_UP = Decision(GIVE_UP, SEAT)
_SKIP = Decision(SKIP, SEAT)
_UNSKIP = Decision(UNSKIP, SEAT)


class MongoStandingSeats:
    """The AllStandingSeats port on a MongoDB collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def ensure_indexes(self) -> None:
        """Create what the members' own lists, the scheduler and the relay search by."""
        ensure_outbox_index(self._collection)
        self._collection.create_indexes(
            [IndexModel([("seats.member", 1), ("_id", 1)]), IndexModel([("due_at", 1)])]
        )

    def get(self, series_id: str) -> StandingSeats:
        """Load the standing seats of a series, without their facts."""
        found = self._collection.find_one({"_id": series_id}, {"outbox": 0})
        if found is None:
            return StandingSeats(series_id=series_id)
        seats = [to_seat(seat) for seat in found["seats"]]
        known = {"version": found["version"], "due_at": found["due_at"]}
        return StandingSeats(series_id=series_id, seats=seats, **known)

    def take(
        self, series_id: str, standing_id: str, member_id: str, capacity: int, at: datetime
    ) -> StandingSeat:
        """Decide `StandingSeats.take` in one update."""
        variables = {"at": at, "id": standing_id, "member": member_id, "capacity": capacity}
        after = self._decide(_TAKE, series_id, variables)
        if after is None:
            self._open(series_id)
            after = self._decide(_TAKE, series_id, variables) or {}
        if not after["seats"]:
            raise MeetingBusy if after["unpublished"] >= OUTBOX_BOUND else StandingSeatsTaken
        return to_seat(after["seats"][0])

    def give_up(self, series_id: str, member_id: str, at: datetime) -> None:
        """Decide `StandingSeats.give_up` in one update."""
        after = self._decide(_GIVE_UP, series_id, {"at": at, "member": member_id})
        if after and after["seats"]:
            raise MeetingBusy

    def skip(self, series_id: str, member_id: str, day: date, at: datetime, *, skipped: bool) -> StandingSeat:
        """Decide `StandingSeats.skip` in one update."""
        dates = {"date": day.isoformat(), "oldest": oldest_skip(at).isoformat()}
        variables = {"at": at, "member": member_id, **dates}
        after = (_SKIP if skipped else _UNSKIP).take(self._collection, series_id, variables)
        if after is None or not after["seats"]:
            raise StandingSeatUnknown
        return to_seat(after["seats"][0])

    def due(self, at: datetime) -> Iterator[str]:
        """Name the series whose coming dates are to be fitted."""
        where = {"due_at": {"$lte": at, "$ne": None}}
        yield from [found["_id"] for found in self._collection.find(where, {"_id": 1}).sort("due_at", 1)]

    def mark_fitted(self, series_id: str, version: int, due_at: datetime | None) -> None:
        """Remember when to fit the coming dates again, unless the seats were changed meanwhile."""
        where = {"_id": series_id, "version": version}
        self._collection.update_one(where, {"$set": {"due_at": due_at}})

    def _decide(self, decision: Decision, series_id: str, variables: Mapping[str, Any]) -> Document | None:
        told = {"events": event_ids(), "traceparent": current_traceparent()}
        return decision.take(self._collection, series_id, {**variables, **told})

    def _open(self, series_id: str) -> None:
        """Make the document of a series in which nobody has a seat, unless somebody else did."""
        empty: Document = {"seats": [], "due_at": None, "version": 0, "sequence": 0, "outbox": []}
        empty["shard"] = shard_of(series_id)
        self._collection.update_one({"_id": series_id}, {"$setOnInsert": empty}, upsert=True)


def to_seat(document: Mapping[str, Any]) -> StandingSeat:
    """Read a standing seat."""
    skips = sorted(map(date.fromisoformat, document["skips"]))
    return StandingSeat(
        id=document["id"],
        member_id=document["member"],
        taken_at=document["taken_at"],
        skips=tuple(skips),
    )
