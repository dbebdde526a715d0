"""The coming occurrences of series, fitted to what the series say; every write checks its condition again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import DeleteOne, UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from chassis.mongo import confirmed
from groups.adapters.documents import MEETING, Document, from_meeting, new_occurrence, to_meeting
from groups.domain.calendar import Coming, Rearrangement, rearrange
from groups.domain.occurrence import CANCELLED, SCHEDULED, Meeting

_DUPLICATE_KEY = 11000
_FREE = {"status": SCHEDULED, "seats.0": {"$exists": False}, "queue.0": {"$exists": False}}
_SUMMARY = {
    **MEETING,
    "status": 1,
    "sequence": 1,
    "held": {"$or": [{"$ne": ["$seats", []]}, {"$ne": ["$queue", []]}]},
}


def arrange(
    collection: Collection[Document],
    series_ids: Sequence[str],
    wanted: Mapping[str, Meeting],
    at: datetime,
) -> int:
    """Fit the occurrences of these series that come after `at`; gives how many were kept as they are."""
    coming = collection.find({"series_id": {"$in": list(series_ids)}, "starts_at": {"$gt": at}}, _SUMMARY)
    changes = rearrange(map(_to_coming, coming), wanted)
    _insert_absent(collection, changes.make)
    if writes := _writes(changes):
        with confirmed():
            collection.bulk_write(writes, ordered=False)
    return len(changes.keep)


def _to_coming(document: Document) -> Coming:
    return Coming(
        meeting=to_meeting(document),
        scheduled=document["status"] == SCHEDULED,
        held=document["held"],
        untouched=document["sequence"] == 0,
    )


def _insert_absent(collection: Collection[Document], meetings: Sequence[Meeting]) -> None:
    """Insert occurrences; one that somebody else made meanwhile is left as it is."""
    if not meetings:
        return
    try:
        with confirmed():
            collection.insert_many([new_occurrence(meeting) for meeting in meetings], ordered=False)
    except BulkWriteError as error:
        if any(each["code"] != _DUPLICATE_KEY for each in error.details["writeErrors"]):
            raise


def _writes(changes: Rearrangement) -> list[UpdateOne | DeleteOne]:
    """Each write of a rearrangement, on the condition that still nobody holds a place."""
    revised: list[Any] = [
        UpdateOne({"_id": meeting.id, **_FREE}, {"$set": from_meeting(meeting), "$inc": {"version": 1}})
        for meeting in changes.revise
    ]
    withdrawn = [
        UpdateOne({"_id": id_, **_FREE}, {"$set": {"status": CANCELLED}, "$inc": {"version": 1}})
        for id_ in changes.withdraw
    ]
    return revised + withdrawn + [DeleteOne({"_id": id_, "sequence": 0, **_FREE}) for id_ in changes.remove]
