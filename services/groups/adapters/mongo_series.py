"""Meeting series in MongoDB: each change and its fact are one write."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pymongo import IndexModel, UpdateOne
from pymongo.collection import Collection

from chassis.mongo import confirmed
from chassis.outbox import ensure_outbox_index, seal, shard_of
from groups.adapters.documents import Document
from groups.adapters.series_documents import from_series, to_series
from groups.domain.errors import SeriesUnknown, StaleAggregate
from groups.domain.events import SeriesChanged, SeriesFact, SeriesScheduled
from groups.domain.meeting import MeetingSeries
from groups.ports.series import SavedSeries

PORTION = 200
_READ = {"series": 1, "version": 1}


class MongoSeries:
    """The AllSeries port on a MongoDB collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def ensure_indexes(self) -> None:
        """Create what listings, imports, the scheduler and the relay search by."""
        ensure_outbox_index(self._collection)
        self._collection.create_indexes(
            [
                IndexModel([("series.centre_id", 1), ("_id", 1)]),
                IndexModel([("series.group_id", 1), ("_id", 1)]),
                IndexModel([("series.public", 1), ("_id", 1)]),
                IndexModel([("series.resumes_on", 1)], partialFilterExpression={"series.suspended": True}),
                IndexModel([("made_until", 1)]),
            ]
        )

    def get(self, series_id: str) -> MeetingSeries:
        """Load one; raises SeriesUnknown."""
        found = self._collection.find_one({"_id": series_id}, _READ)
        if found is None:
            raise SeriesUnknown
        return to_series(found["series"], found["version"])

    def of_centre(self, centre_id: str) -> SavedSeries:
        """Give every series of a centre."""
        return self._read({"series.centre_id": centre_id})

    def of_group(self, group_id: str) -> SavedSeries:
        """Give every series of a group."""
        return self._read({"series.group_id": group_id})

    def of_centre_alone(self, centre_id: str) -> SavedSeries:
        """Give every series of a centre that belongs to no group."""
        return self._read({"series.centre_id": centre_id, "series.group_id": None})

    def save(self, series: Mapping[str, MeetingSeries]) -> SavedSeries:
        """Add or replace series whatever they are by now; one is told as scheduled or as changed."""
        if not series:
            return {}
        writes: list[Any] = [
            UpdateOne({"_id": id_}, _saving(id_, each), upsert=True) for id_, each in series.items()
        ]
        with confirmed():
            self._collection.bulk_write(writes, ordered=False)
        return self._read({"_id": {"$in": list(series)}})

    def change(self, series_id: str, series: MeetingSeries, fact: SeriesFact) -> MeetingSeries:
        """Replace a series as it was loaded, with a fact; raises StaleAggregate."""
        with confirmed():
            result = self._collection.update_one(
                {"_id": series_id, "version": series.revision}, _replacing(series, _entry(fact))
            )
        if result.matched_count == 0:
            raise StaleAggregate(series_id)
        return replace(series, revision=series.revision + 1)

    def to_resume(self, today: date) -> SavedSeries:
        """Give suspended series whose day to resume has come."""
        return self._read({"series.suspended": True, "series.resumes_on": {"$lte": today.isoformat()}})

    def due(self, horizon: datetime) -> Iterator[SavedSeries]:
        """Give the series whose occurrences are not made up to the horizon, a portion at a time."""
        is_due = {"$or": [{"made_until": None}, {"made_until": {"$lt": horizon}}]}
        after = ""
        while portion := self._read({"_id": {"$gt": after}, **is_due}, limit=PORTION):
            after = max(portion)
            yield portion

    def mark_made(self, series: SavedSeries, until: datetime) -> None:
        """Remember how far occurrences are made, unless a series was changed meanwhile."""
        writes: list[Any] = [
            UpdateOne({"_id": id_, "version": each.revision}, {"$set": {"made_until": until}})
            for id_, each in series.items()
        ]
        if writes:
            with confirmed():
                self._collection.bulk_write(writes, ordered=False)

    def _read(self, where: Document, limit: int = 0) -> dict[str, MeetingSeries]:
        found = self._collection.find(where, _READ).sort("_id").limit(limit)
        return {each["_id"]: to_series(each["series"], each["version"]) for each in found}


def _saving(id_: str, series: MeetingSeries) -> list[Document]:
    """Store a series with the fact that it was scheduled, or changed when it was there before."""
    about: Any = {"series_id": id_, "centre_id": series.centre_id, "group_id": series.group_id}
    scheduled, changed = _entry(SeriesScheduled(**about)), _entry(SeriesChanged(**about))
    pipeline = _replacing(series, {"$cond": [{"$gt": ["$version", 0]}, changed, scheduled]})
    pipeline[0]["$set"]["shard"] = shard_of(id_)
    return pipeline


def _entry(fact: SeriesFact) -> Document:
    return {"$literal": seal(fact, 0)}


def _replacing(series: MeetingSeries, entry: Document) -> list[Document]:
    """Store a series and append a fact, as the next of its number."""
    number = {"$add": [{"$ifNull": ["$sequence", 0]}, 1]}
    return [
        {
            "$set": {
                "series": {"$literal": from_series(series)},
                "made_until": None,
                "updated_at": "$$NOW",
                "version": {"$add": [{"$ifNull": ["$version", 0]}, 1]},
                "sequence": number,
                "outbox": {
                    "$concatArrays": [
                        {"$ifNull": ["$outbox", []]},
                        [{"$mergeObjects": [entry, {"seq": number}]}],
                    ]
                },
            }
        }
    ]
