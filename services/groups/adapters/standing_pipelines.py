"""The rules of `domain.standing` as updates in which MongoDB decides."""

from collections.abc import Mapping
from typing import Any

from groups.adapters.expressions import OPEN, UNPUBLISHED, Expression, Pipeline, both, each, find, when
from groups.adapters.promise_pipelines import ANSWERS, FREE, left, promoted
from groups.adapters.sealing import sealed, told
from groups.domain.events import RegistrationQueued, StandingSeatGivenUp, StandingSeatTaken
from groups.domain.occurrence import OUTBOX_BOUND
from groups.domain.place import QUEUE_BOUND

# let: at, version (of the standing seats), wanted [{id, member, since}], members, events, traceparent.
_LEFT_OVER: Expression = {
    "$and": [{"$eq": ["$$this.standing", True]}, {"$not": {"$in": ["$$this.member", "$$members"]}}]
}
_DECLINED: Expression = {
    "$filter": {
        "input": "$released",
        "as": "back",
        "cond": {
            "$or": [
                {"$eq": ["$$back.id", "$$this.id"]},
                {
                    "$and": [
                        {"$eq": ["$$back.member", "$$this.member"]},
                        {"$gt": ["$$back.at", "$$this.since"]},
                    ]
                },
            ]
        },
    }
}
_MISSING: Expression = {
    "$and": [
        {"$not": {"$in": ["$$this.member", both("$seats.member", "$queue.member")]}},
        {"$eq": [_DECLINED, []]},
    ]
}
_ROOM: Expression = {"$add": [FREE, {"$max": [{"$subtract": [QUEUE_BOUND, {"$size": "$queue"}]}, 0]}]}
_STANDING: Expression = {"id": "$$this.id", "member": "$$this.member", "standing": True}
_POSITION: Expression = {"$add": [{"$size": "$queue"}, {"$indexOfArray": ["$_new.id", "$$this.id"]}, 1]}
FIT: Pipeline = [
    {"$set": {"_fits": {"$and": [OPEN, {"$lt": [{"$ifNull": ["$fitted", -1]}, "$$version"]}]}}},
    {
        "$set": {
            "_gone": when("$_fits", find(both("$seats", "$queue"), _LEFT_OVER), []),
            "_told": [],
        }
    },
    *left(None),
    *promoted(),
    {
        "$set": {
            "_back": when(
                {"$and": ["$_fits", {"$lt": ["$$at", "$closes_at"]}]},
                {"$slice": [find("$$wanted", _MISSING), _ROOM]},
                [],
            ),
            "_until": FREE,
        }
    },
    {
        "$set": {
            "_first": each({"$slice": ["$_back", "$_until"]}, _STANDING),
            "_new": each({"$slice": ["$_back", "$_until", QUEUE_BOUND]}, _STANDING),
        }
    },
    {
        "$set": {
            "seats": both("$seats", "$_first"),
            "queue": both("$queue", "$_new"),
            "_told": both("$_told", told("$_new", RegistrationQueued.type, position=_POSITION)),
            "fitted": when("$_fits", "$$version", "$fitted"),
        }
    },
    ANSWERS,
    *sealed("$_fits"),
]

# let: at, id (of the standing seat), member, capacity, events, traceparent.
_MY_SEAT: Expression = {"$eq": ["$$this.member", "$$member"]}
_NOT_BUSY: Expression = {"$lt": [UNPUBLISHED, OUTBOX_BOUND]}
_CHANGED: Expression = {"$ne": ["$_told", []]}


def _told_of(seats: Expression, event_type: str) -> Expression:
    data = {"series_id": "$_id", "standing_id": "$$this.id", "member_id": "$$this.member"}
    return each(seats, {"type": event_type, "data": data})


def _due(changed: Expression) -> dict[str, Any]:
    """Have the coming dates fitted to the seats anew, by whoever comes first."""
    return {"due_at": when(changed, "$$at", "$due_at")}


TAKE: Pipeline = [
    {
        "$set": {
            "_new": when(
                {
                    "$and": [
                        _NOT_BUSY,
                        {"$not": {"$in": ["$$member", "$seats.member"]}},
                        {"$lt": [{"$size": "$seats"}, "$$capacity"]},
                    ]
                },
                [{"id": "$$id", "member": "$$member", "taken_at": "$$at", "skips": []}],
                [],
            )
        }
    },
    {
        "$set": {
            "seats": both("$seats", "$_new"),
            "_told": _told_of("$_new", StandingSeatTaken.type),
        }
    },
    {"$set": _due(_CHANGED)},
    *sealed(_CHANGED),
]

# let: at, member, events, traceparent.
GIVE_UP: Pipeline = [
    {"$set": {"_gone": when(_NOT_BUSY, find("$seats", _MY_SEAT), [])}},
    {
        "$set": {
            "seats": find("$seats", {"$not": {"$in": ["$$this.member", "$_gone.member"]}}),
            "_told": _told_of("$_gone", StandingSeatGivenUp.type),
        }
    },
    {"$set": _due(_CHANGED)},
    *sealed(_CHANGED),
]


def _with_skips(skips: Expression) -> Pipeline:
    """Change the skipped dates of one member's seat. let: at, member, date, oldest (to be kept)."""
    coming = find("$$seat.skips", {"$gte": ["$$this", "$$oldest"]})
    changed = {
        "$map": {
            "input": "$seats",
            "as": "seat",
            "in": when(
                {"$eq": ["$$seat.member", "$$member"]},
                {"$mergeObjects": ["$$seat", {"skips": {"$let": {"vars": {"coming": coming}, "in": skips}}}]},
                "$$seat",
            ),
        }
    }
    return [
        {"$set": {"_new": changed}},
        {"$set": {"_fits": {"$ne": ["$_new", "$seats"]}}},
        {
            "$set": {
                "seats": "$_new",
                "version": {"$add": ["$version", when("$_fits", 1, 0)]},
                **_due("$_fits"),
            }
        },
        {"$unset": ["_new", "_fits"]},
    ]


SKIP: Pipeline = _with_skips({"$setUnion": ["$$coming", ["$$date"]]})
UNSKIP: Pipeline = _with_skips({"$setDifference": ["$$coming", ["$$date"]]})

# let: member.
SEAT: Mapping[str, Any] = {
    "version": 1,
    "unpublished": UNPUBLISHED,
    "seats": find("$seats", _MY_SEAT),
}
