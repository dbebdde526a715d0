"""The rules of `domain.promise`, and of giving a place back, as updates in which MongoDB decides.

In each, `_gone` are the places that are given up, `_first` those that are seated from the queue, and `_told`
the events of both.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from groups.adapters.expressions import (
    OPEN,
    UNPUBLISHED,
    Expression,
    Pipeline,
    both,
    each,
    find,
    moment,
    when,
)
from groups.adapters.sealing import sealed, told
from groups.domain.events import (
    RegistrationConfirmed,
    RegistrationPromoted,
    RegistrationQueued,
    RegistrationReleased,
    RegistrationWithdrawn,
)
from groups.domain.place import LEAST_TIME, QUEUE_BOUND, REGISTRATIONS_EACH, RELEASED_KEPT

_MINE: Expression = {"$and": [{"$eq": ["$$this.id", "$$id"]}, {"$eq": ["$$this.member", "$$member"]}]}


def without(array: str, gone: str) -> Expression:
    """Leave out those whose registrations are in another array."""
    return find(array, {"$not": {"$in": ["$$this.id", f"{gone}.id"]}})


_CHANGED: Expression = {"$ne": ["$_told", []]}
FREE: Expression = {"$max": [{"$subtract": ["$capacity", {"$size": "$seats"}]}, 0]}

_ANSWER_BY: Expression = {
    "$min": [
        {"$dateAdd": {"startDate": "$$at", "unit": "minute", "amount": "$answer_minutes"}},
        "$closes_at",
    ]
}
_LEAST = LEAST_TIME // timedelta(milliseconds=1)
_TIME_LEFT: Expression = {"$subtract": ["$_until", "$$at"]}  # in milliseconds


def left(at: Expression) -> list[dict[str, Any]]:
    """Take the places in `_gone` from seats and queue, and remember who left."""
    released = {
        "id": "$$this.id",
        "member": "$$this.member",
        "at": at,
        "standing": {"$ifNull": ["$$this.standing", False]},
        "position": {"$max": [{"$indexOfArray": ["$queue.id", "$$this.id"]}, 0]},
    }
    return [
        {"$set": {"released": {"$slice": [both("$released", each("$_gone", released)), -RELEASED_KEPT]}}},
        {"$set": {"seats": without("$seats", "$_gone"), "queue": without("$queue", "$_gone")}},
    ]


def promoted() -> list[dict[str, Any]]:
    """Promise the free seats to the first of the queue, if somebody left."""
    promise = when({"$eq": ["$_until", None]}, {}, {"until": "$_until"})
    return [
        {
            "$set": {
                "_first": when({"$eq": ["$_gone", []]}, [], {"$slice": ["$queue", FREE]}),
                "_until": _ANSWER_BY,
            }
        },
        {"$set": {"_until": when({"$gte": [_TIME_LEFT, _LEAST]}, "$_until", None)}},
        {
            "$set": {
                "seats": both("$seats", each("$_first", {"$mergeObjects": ["$$this", promise]})),
                "queue": without("$queue", "$_first"),
                "_told": both(
                    "$_told", told("$_first", RegistrationPromoted.type, answer_by=moment("$_until"))
                ),
            }
        },
    ]


# The scheduler searches by this and not in the seats, so that whoever registers keeps up no index of answers.
_EARLIEST: Expression = {"$min": "$seats.until"}
ANSWERS = {"$set": {"answers_by": when({"$gt": [_EARLIEST, None]}, _EARLIEST, "$$REMOVE")}}

# let: at, id (of the registration), member, events, traceparent.
CANCEL: Pipeline = [
    {"$set": {"_gone": when(OPEN, find(both("$seats", "$queue"), _MINE), [])}},
    {"$set": {"_told": told("$_gone", RegistrationWithdrawn.type)}},
    *left("$$at"),
    *promoted(),
    ANSWERS,
    *sealed(_CHANGED),
]

# let: at, events, traceparent.
_OVER: Expression = {"$and": [{"$gt": ["$$this.until", None]}, {"$lte": ["$$this.until", "$$at"]}]}
RELEASE: Pipeline = [
    {"$set": {"_gone": when(OPEN, find("$seats", _OVER), [])}},
    {"$set": {"_told": told("$_gone", RegistrationReleased.type)}},
    *left(None),
    *promoted(),
    ANSWERS,
    *sealed(_CHANGED),
]

# let: as for RELEASE. Nobody left: there are more seats now.
PROMOTE: Pipeline = [
    {"$set": {"_gone": when(OPEN, {"$slice": ["$queue", 1]}, []), "_told": []}},
    *promoted(),
    ANSWERS,
    *sealed(_CHANGED),
]

# let: as for CANCEL.
_ANSWERED: Expression = {"$and": [_MINE, {"$gt": ["$$this.until", "$$at"]}]}
CONFIRM: Pipeline = [
    {"$set": {"_gone": when(OPEN, find("$seats", _ANSWERED), [])}},
    {
        "$set": {
            "seats": each(
                "$seats",
                when(
                    {"$in": ["$$this.id", "$_gone.id"]},
                    {"$unsetField": {"field": "until", "input": "$$this"}},
                    "$$this",
                ),
            ),
            "_told": told("$_gone", RegistrationConfirmed.type),
        }
    },
    ANSWERS,
    *sealed(_CHANGED),
]

# let: as for CANCEL, and since: after which moment the place was given back.
_OWN: Expression = {"$eq": ["$$this.member", "$$member"]}
_TIMES_LEFT: Expression = {"$size": find("$released", _OWN)}
_LATEST: Expression = {"$slice": [find("$released", _MINE), -1]}
_RESTORED: Expression = {
    "$and": [
        OPEN,
        {"$not": {"$in": ["$$member", both("$seats.member", "$queue.member")]}},
        {"$lt": [_TIMES_LEFT, REGISTRATIONS_EACH]},
        {"$or": [{"$gt": [FREE, 0]}, {"$lt": [{"$size": "$queue"}, QUEUE_BOUND]}]},
    ]
}
_AGAIN: Expression = each(
    "$_back",
    {
        "$mergeObjects": [
            {"id": "$$this.id", "member": "$$this.member"},
            when("$$this.standing", {"standing": True}, {}),
        ]
    },
)
_PLACE: Expression = {
    "$min": [{"$ifNull": [{"$arrayElemAt": ["$_back.position", 0]}, 0]}, {"$size": "$queue"}]
}
_WAITS: Expression = {"$eq": [FREE, 0]}
RESTORE: Pipeline = [
    {"$set": {"_back": when(_RESTORED, find(_LATEST, {"$gt": ["$$this.at", "$$since"]}), [])}},
    {"$set": {"_first": when(_WAITS, [], _AGAIN), "_new": when(_WAITS, _AGAIN, []), "_until": _PLACE}},
    {
        "$set": {
            "seats": both("$seats", "$_first"),
            "queue": both(
                {"$slice": ["$queue", "$_until"]},
                "$_new",
                {"$slice": ["$queue", "$_until", QUEUE_BOUND]},
            ),
            "_told": both(
                told("$_first", RegistrationConfirmed.type),
                told("$_new", RegistrationQueued.type, position={"$add": ["$_until", 1]}),
            ),
        }
    },
    *sealed(_CHANGED),
]

# let: id, member: how a registration stands, and what its member holds.
STANDS: Mapping[str, Any] = {
    "_id": 0,
    "status": 1,
    "starts_at": 1,
    "unpublished": UNPUBLISHED,
    "seat": find("$seats", _OWN),
    "wait": find("$queue", _OWN),
    "position": {"$indexOfArray": ["$queue.member", "$$member"]},
    "left": _LATEST,
    "times_left": _TIMES_LEFT,
    "free": FREE,
}
