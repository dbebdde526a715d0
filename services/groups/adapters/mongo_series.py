"""Meeting series in MongoDB."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pymongo import IndexModel, ReplaceOne, UpdateOne
from pymongo.collection import Collection

from chassis.mongo import confirmed
from groups.adapters.documents import Document, from_series, to_series
from groups.domain.meeting import MeetingSeries

PORTION = 200


class MongoSeries:
    """The AllSeries port on a MongoDB collection."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def ensure_indexes(self) -> None:
        """Create what imports and the scheduler search by."""
        self._collection.create_indexes(
            [IndexModel([("series.centre_id", 1)]), IndexModel([("made_until", 1)])]
        )

    def of_centre(self, centre_id: str) -> Mapping[str, MeetingSeries]:
        """Give every series of a centre."""
        return _read(self._collection.find({"series.centre_id": centre_id}))

    def save(self, series: Mapping[str, MeetingSeries]) -> None:
        """Add or replace series, whose occurrences are to be made anew."""
        writes = [
            ReplaceOne({"_id": id_}, {"series": from_series(each), "made_until": None}, upsert=True)
            for id_, each in series.items()
        ]
        if writes:
            with confirmed():
                self._collection.bulk_write(writes, ordered=False)

    def due(self, horizon: datetime) -> Iterator[Mapping[str, MeetingSeries]]:
        """Give the series whose occurrences are not made up to the horizon, a portion at a time."""
        is_due = {"$or": [{"made_until": None}, {"made_until": {"$lt": horizon}}]}
        after = ""
        while portion := _read(
            self._collection.find({"_id": {"$gt": after}, **is_due}).sort("_id").limit(PORTION)
        ):
            after = max(portion)
            yield portion

    def mark_made(self, series: Mapping[str, MeetingSeries], until: datetime) -> None:
        """Remember how far occurrences are made, unless a series was changed meanwhile."""
        writes: list[Any] = [
            UpdateOne({"_id": id_, "series": from_series(each)}, {"$set": {"made_until": until}})
            for id_, each in series.items()
        ]
        if writes:
            with confirmed():
                self._collection.bulk_write(writes, ordered=False)


def _read(documents: Any) -> dict[str, MeetingSeries]:
    return {document["_id"]: to_series(document["series"]) for document in documents}
