"""The coming occurrences of series, fitted to what the series say; every write checks its condition again.

An occurrence that somebody holds a place in may change under our hands. So the server itself decides what is
different and who is told, in the one update that makes it so: done twice, there is nothing to tell any more.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import DeleteOne, UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.mongo import confirmed
from chassis.tracing import current_traceparent
from groups.adapters.decision import Decision
from groups.adapters.documents import MEETING, Document, from_meeting, new_occurrence, to_meeting
from groups.adapters.expressions import each, when
from groups.adapters.promise_pipelines import ANSWERS, PROMOTE
from groups.domain.calendar import TOLD_OF, Coming, Wanted, rearrange
from groups.domain.errors import MeetingBusy
from groups.domain.events import OccurrenceCancelled, OccurrenceChanged
from groups.domain.occurrence import CANCELLED, OUTBOX_BOUND, SCHEDULED, Meeting

_PROMOTE = Decision(PROMOTE, {"_id": 1})
_DUPLICATE_KEY = 11000
_HELD: Any = {"$or": [{"$ne": ["$seats", []]}, {"$ne": ["$queue", []]}]}
_EMPTY = {"seats.0": {"$exists": False}, "queue.0": {"$exists": False}}
_NOT_BUSY = {f"outbox.{OUTBOX_BOUND - 1}": {"$exists": False}}
_SUMMARY = {
    **MEETING,
    "status": 1,
    "withdrawn": 1,
    "sequence": 1,
    "held": _HELD,
    "taken": {"$size": "$seats"},
    "waits": {"$ne": ["$queue", []]},
    "busy": {"$gte": [{"$size": "$outbox"}, OUTBOX_BOUND]},
}


def arrange(collection: Collection[Document], wanted: Wanted) -> int:
    """Fit the coming occurrences of some series; gives of how many dates somebody is told."""
    coming = collection.find(
        {"series_id": {"$in": list(wanted.revisions)}, "starts_at": {"$gt": wanted.after}}, _SUMMARY
    )
    changes = rearrange(map(_to_coming, coming), wanted)
    _insert_absent(collection, changes.make)
    _write(collection, [_removal(id_) for id_ in changes.remove])
    revised = [_revision(meeting, wanted) for meeting in changes.revise]
    gone = [_withdrawal(id_, wanted) for id_ in (*changes.withdraw, *changes.remove)]
    _write(collection, revised + gone)
    for id_ in changes.promote:
        trace = {"events": new_id()[:24], "traceparent": current_traceparent()}
        _PROMOTE.take(collection, id_, {"at": wanted.after, **trace})
    if changes.busy:
        raise MeetingBusy
    return changes.told


def seats_taken(collection: Collection[Document], series_id: str, at: datetime) -> dict[str, int]:
    """Count the seats that are taken in the coming dates of a series, by id of the occurrence."""
    coming = {"series_id": series_id, "starts_at": {"$gt": at}, "seats.0": {"$exists": True}}
    return {found["_id"]: found["taken"] for found in collection.find(coming, {"taken": {"$size": "$seats"}})}


def _to_coming(document: Document) -> Coming:
    return Coming(
        meeting=to_meeting(document),
        scheduled=document["status"] == SCHEDULED,
        withdrawn=document["withdrawn"],
        held=document["held"],
        untouched=document["sequence"] == 0,
        taken=document["taken"],
        waits=document["waits"],
        busy=document["busy"],
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


def _write(collection: Collection[Document], writes: list[Any]) -> None:
    if writes:
        with confirmed():
            collection.bulk_write(writes, ordered=False)


def _removal(id_: str) -> DeleteOne:
    return DeleteOne({"_id": id_, "status": SCHEDULED, "sequence": 0, **_EMPTY})


def _revision(meeting: Meeting, wanted: Wanted) -> UpdateOne:
    """Let an occurrence follow, unless it follows a later revision, was called off or has started."""
    differs = [{"$ne": [f"${name}", {"$literal": getattr(meeting, name)}]} for name in TOLD_OF]
    data = {
        "starts_at": {"$dateToString": {"date": meeting.starts_at}},
        "previously_starts_at": {"$dateToString": {"date": "$starts_at"}},
        "time_zone": meeting.time_zone,
    }
    tells = {"$and": [_HELD, {"$or": ["$withdrawn", *differs]}]}
    becomes: Document = {name: {"$literal": value} for name, value in from_meeting(meeting).items()}
    becomes |= {"status": SCHEDULED, "withdrawn": False, "seats": _answered_in_time(meeting)}
    return UpdateOne(
        {
            "_id": meeting.id,
            "revision": {"$lte": meeting.revision},
            "starts_at": {"$gt": wanted.after},
            "$or": [{"status": SCHEDULED}, {"withdrawn": True}],
            **_NOT_BUSY,
        },
        [_telling(tells, OccurrenceChanged.type, data, becomes), ANSWERS],
    )


def _answered_in_time(meeting: Meeting) -> Any:
    """Have promised seats answered before the meeting closes, also when it does so earlier now."""
    sooner = {"$mergeObjects": ["$$this", {"until": meeting.closes_at}]}
    late = {"$gt": [{"$ifNull": ["$$this.until", None]}, meeting.closes_at]}
    return each("$seats", when(late, sooner, "$$this"))


def _withdrawal(id_: str, wanted: Wanted) -> UpdateOne:
    """Cancel an occurrence that its series gives no more."""
    data = {"starts_at": {"$dateToString": {"date": "$starts_at"}}, "time_zone": "$time_zone"}
    becomes = {"status": CANCELLED, "withdrawn": True}
    return UpdateOne(
        {"_id": id_, "status": SCHEDULED, "starts_at": {"$gt": wanted.after}, **_NOT_BUSY},
        [_telling(_HELD, OccurrenceCancelled.type, data, becomes)],
    )


def _telling(condition: Any, event_type: str, data: Document, becomes: Document) -> Document:
    """Change an occurrence, and append a fact to those who hold a place if there is something to tell."""
    about = {"occurrence_id": "$_id", "member_ids": {"$concatArrays": ["$seats.member", "$queue.member"]}}
    entry = {
        "id": new_id(),
        "type": event_type,
        "time": utc_now(),
        "seq": {"$add": ["$sequence", 1]},
        "data": about | data,
        "traceparent": {"$literal": current_traceparent()},
    }
    return {
        "$set": {
            **becomes,
            "version": {"$add": ["$version", 1]},
            "sequence": {"$add": ["$sequence", {"$cond": [condition, 1, 0]}]},
            "outbox": {"$concatArrays": ["$outbox", {"$cond": [condition, [entry], []]}]},
        }
    }
