"""The rule of `domain.occurrence` as MongoDB states it: updates in which the server decides.

Each is one aggregation pipeline, constant but for its `let` variables, so that state and events change in
one write of one document whoever else is writing. A change appends its events to the outbox; whoever asked
recognises their own by its id in what comes back. tests/groups holds both statements to each other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from groups.domain.events import (
    OccurrenceCancelled,
    RegistrationConfirmed,
    RegistrationPromoted,
    RegistrationQueued,
    RegistrationWithdrawn,
)
from groups.domain.occurrence import CANCELLED, OUTBOX_BOUND, SCHEDULED
from groups.domain.place import QUEUE_BOUND, REGISTRATIONS_EACH, RELEASED_KEPT

Expression = Any
Pipeline = Sequence[Mapping[str, Any]]

_UNPUBLISHED: Expression = {"$size": "$outbox"}
_OPEN: Expression = {
    "$and": [
        {"$eq": ["$status", SCHEDULED]},
        {"$gt": ["$starts_at", "$$at"]},
        {"$lt": [_UNPUBLISHED, OUTBOX_BOUND]},
    ]
}


def _when(condition: Expression, then: Expression, otherwise: Expression) -> Expression:
    return {"$cond": [condition, then, otherwise]}


def _both(*arrays: Expression) -> Expression:
    return {"$concatArrays": list(arrays)}


def _find(array: Expression, condition: Expression) -> Expression:
    return {"$filter": {"input": array, "as": "this", "cond": condition}}


def _entry(event_type: Expression, data: Expression, seq: Expression, trace: Mapping[str, Any]) -> Expression:
    return {"type": event_type, "time": "$$at", "seq": seq, "data": data, **trace}


def _about(registration: Expression, member: Expression) -> dict[str, Any]:
    return {
        "occurrence_id": "$_id",
        "registration_id": registration,
        "member_id": member,
        "starts_at": {"$dateToString": {"date": "$starts_at"}},
        "time_zone": "$time_zone",
    }


def _append_events() -> list[dict[str, Any]]:
    """Append `_events` to the outbox and forget the working fields; without events nothing changes."""
    count = {"$size": "$_events"}
    return [
        {
            "$set": {
                "outbox": _both("$outbox", "$_events"),
                "sequence": {"$add": ["$sequence", count]},
                "version": {"$add": ["$version", {"$min": [count, 1]}]},
            }
        },
        {"$unset": ["_events", "_seat", "_wait", "_first"]},
    ]


def _too_often(members: Expression) -> Expression:
    """Who of them gave places back too often; nearly always nobody did once, so only theirs are counted."""
    back = {"$size": _find("$released", {"$eq": ["$$this.member", "$$member"]})}
    return {
        "$filter": {
            "input": {"$setIntersection": ["$released.member", members]},
            "as": "member",
            "cond": {"$gte": [back, REGISTRATIONS_EACH]},
        }
    }


_ASKING: Expression = "$$requests.place.member"
_NEWCOMERS: Expression = {
    "$setDifference": [_ASKING, _both("$seats.member", "$queue.member", _too_often(_ASKING))]
}
_WELCOME: Expression = {
    "$and": [
        {"$in": ["$$this.place.member", "$$newcomers"]},
        {"$not": {"$in": ["$$this.place.id", "$released.id"]}},
    ]
}
_FREE: Expression = {"$max": [{"$subtract": ["$capacity", {"$size": "$seats"}]}, 0]}
_ROOM: Expression = {
    "$min": [
        {"$add": [_FREE, {"$subtract": [QUEUE_BOUND, {"$size": "$queue"}]}]},
        {"$subtract": [OUTBOX_BOUND, _UNPUBLISHED]},  # not negative: the meeting is open
    ]
}
_PLACED: Expression = {
    "$let": {
        "vars": {"newcomers": _NEWCOMERS},
        "in": {"$slice": [_find("$$requests", _WELCOME), _ROOM]},
    }
}
_COUNT: Expression = {"$size": "$$placed"}


def _registered(index: str) -> Expression:
    """The event of the placed request at an index: a seat as long as there is one, else the queue."""
    waits = {"$gte": [index, "$$free"]}
    position = {"$add": [{"$size": "$queue"}, {"$subtract": [index, "$$free"]}, 1]}
    event = _entry(
        _when("$$waits", RegistrationQueued.type, RegistrationConfirmed.type),
        {
            **_about("$$request.place.id", "$$request.place.member"),
            "position": _when("$$waits", position, "$$REMOVE"),
        },
        {"$add": ["$sequence", index, 1]},
        {"id": "$$request.place.event", "traceparent": "$$request.traceparent"},
    )
    return {"$let": {"vars": {"request": {"$arrayElemAt": ["$$placed", index]}, "waits": waits}, "in": event}}


# let: at, requests [{place, traceparent}] of different members; a place is {id, member, event}.
# One stage without working fields costs a tenth less than three with them.
REGISTER: Pipeline = [
    {
        "$replaceWith": {
            "$let": {
                "vars": {"free": _FREE, "placed": _when(_OPEN, _PLACED, [])},
                "in": {
                    "$mergeObjects": [
                        "$$ROOT",
                        {
                            "seats": _both("$seats", {"$slice": ["$$placed.place", "$$free"]}),
                            "queue": _both("$queue", {"$slice": ["$$placed.place", "$$free", QUEUE_BOUND]}),
                            "outbox": _both(
                                "$outbox",
                                {
                                    "$map": {
                                        "input": {"$range": [0, _COUNT]},
                                        "as": "index",
                                        "in": _registered("$$index"),
                                    }
                                },
                            ),
                            "sequence": {"$add": ["$sequence", _COUNT]},
                            "version": {"$add": ["$version", {"$min": [_COUNT, 1]}]},
                        },
                    ]
                },
            }
        }
    }
]

# let: most, how many requests one occurrence has at most.
# The events of those who were placed tell it all; to show the places would cost a quarter of the update.
REGISTERED: Mapping[str, Any] = {
    "_id": 1,
    "starts_at": 1,
    "made": {"$slice": ["$outbox", {"$multiply": [-1, "$$most"]}]},
}

# let: members, registrations (ids), of any occurrences: how things stand for them.
STANDING: Mapping[str, Any] = {
    "_id": 1,
    "status": 1,
    "starts_at": 1,
    "unpublished": _UNPUBLISHED,
    "seats": _find("$seats", {"$in": ["$$this.member", "$$members"]}),
    "queue": {
        "$map": {
            "input": {"$setIntersection": ["$queue.member", "$$members"]},
            "as": "member",
            "in": {
                "$let": {
                    "vars": {"index": {"$indexOfArray": ["$queue.member", "$$member"]}},
                    "in": {
                        "$mergeObjects": [
                            {"$arrayElemAt": ["$queue", "$$index"]},
                            {"position": {"$add": ["$$index", 1]}},
                        ]
                    },
                }
            },
        }
    },
    "released": {"$setIntersection": ["$released.id", "$$registrations"]},
    "too_often": _too_often("$$members"),
}

_MINE: Expression = {"$and": [{"$eq": ["$$this.id", "$$id"]}, {"$eq": ["$$this.member", "$$member"]}]}
_GIVEN_BACK: Expression = _both("$_seat", "$_wait")


def _event_of(places: Expression, event_type: str, number: int) -> Expression:
    """The event about the one place in an array, or none; `number` counts this update's events from 1."""
    about = _about("$$place.id", "$$place.member")
    trace = {"id": {"$arrayElemAt": ["$$events", number - 1]}, "traceparent": "$$traceparent"}
    entry = _entry(event_type, about, {"$add": ["$sequence", number]}, trace)
    return {"$map": {"input": places, "as": "place", "in": entry}}


# let: at, id (of the registration), member, events (two new ids), traceparent.
CANCEL: Pipeline = [
    {
        "$set": {
            "_seat": _when(_OPEN, _find("$seats", _MINE), []),
            "_wait": _when(_OPEN, _find("$queue", _MINE), []),
        }
    },
    {"$set": {"_first": _when({"$eq": ["$_seat", []]}, [], {"$slice": ["$queue", 1]})}},
    {
        "$set": {
            "seats": _both(_find("$seats", {"$not": {"$in": ["$$this.id", "$_seat.id"]}}), "$_first"),
            "queue": _find("$queue", {"$not": {"$in": ["$$this.id", _both("$_wait.id", "$_first.id")]}}),
            "released": {"$slice": [_both("$released", _GIVEN_BACK), -RELEASED_KEPT]},
            "_events": _both(
                _event_of(_GIVEN_BACK, RegistrationWithdrawn.type, 1),
                _event_of("$_first", RegistrationPromoted.type, 2),
            ),
        }
    },
    *_append_events(),
]

CANCELLATION: Mapping[str, Any] = {
    "_id": 0,
    "status": 1,
    "starts_at": 1,
    "held": _find(_both("$seats", "$queue"), _MINE),
    "released": _find("$released", _MINE),
}

# let: at, centre, event (a new id), traceparent.
CALL_OFF: Pipeline = [
    {
        "$set": {
            "_events": _when(
                {"$and": [_OPEN, {"$eq": ["$centre_id", "$$centre"]}]},
                [
                    _entry(
                        OccurrenceCancelled.type,
                        {
                            "occurrence_id": "$_id",
                            "starts_at": {"$dateToString": {"date": "$starts_at"}},
                            "time_zone": "$time_zone",
                            "member_ids": _both("$seats.member", "$queue.member"),
                        },
                        {"$add": ["$sequence", 1]},
                        {"id": "$$event", "traceparent": "$$traceparent"},
                    )
                ],
                [],
            )
        }
    },
    {"$set": {"status": _when({"$eq": ["$_events", []]}, "$status", CANCELLED)}},
    *_append_events(),
]

CALLED_OFF: Mapping[str, Any] = {"_id": 0, "status": 1, "starts_at": 1, "centre_id": 1}
