"""The rule of `domain.occurrence` as MongoDB states it: updates in which the server decides.

Each is one aggregation pipeline, constant but for its `let` variables, so that state and events change in
one write of one document whoever else is writing. A change appends its events to the outbox; whoever asked
recognises their own by its id in what comes back. tests/groups holds both statements to each other.
"""

from collections.abc import Mapping
from typing import Any

from groups.adapters.expressions import OPEN, UNPUBLISHED, Expression, Pipeline, both, find, when
from groups.adapters.sealing import about
from groups.domain.events import OccurrenceCancelled, RegistrationConfirmed, RegistrationQueued
from groups.domain.occurrence import CANCELLED, OUTBOX_BOUND, SCHEDULED
from groups.domain.place import QUEUE_BOUND, REGISTRATIONS_EACH

_TAKES: Expression = {
    "$and": [
        {"$eq": ["$status", SCHEDULED]},
        {"$gt": ["$closes_at", "$$at"]},
        {"$lt": [UNPUBLISHED, OUTBOX_BOUND]},
    ]
}


def _entry(event_type: Expression, data: Expression, seq: Expression, trace: Mapping[str, Any]) -> Expression:
    return {"type": event_type, "time": "$$at", "seq": seq, "data": data, **trace}


def _append_events() -> list[dict[str, Any]]:
    """Append `_events` to the outbox and forget the working fields; without events nothing changes."""
    count = {"$size": "$_events"}
    return [
        {
            "$set": {
                "outbox": both("$outbox", "$_events"),
                "sequence": {"$add": ["$sequence", count]},
                "version": {"$add": ["$version", {"$min": [count, 1]}]},
            }
        },
        {"$unset": ["_events"]},
    ]


def _too_often(members: Expression) -> Expression:
    """Who of them gave places back too often; nearly always nobody did once, so only theirs are counted."""
    back = {"$size": find("$released", {"$eq": ["$$this.member", "$$member"]})}
    return {
        "$filter": {
            "input": {"$setIntersection": ["$released.member", members]},
            "as": "member",
            "cond": {"$gte": [back, REGISTRATIONS_EACH]},
        }
    }


_ASKING: Expression = "$$requests.place.member"
_NEWCOMERS: Expression = {
    "$setDifference": [_ASKING, both("$seats.member", "$queue.member", _too_often(_ASKING))]
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
        {"$subtract": [OUTBOX_BOUND, UNPUBLISHED]},  # not negative: the meeting is open
    ]
}
_ENTITLED: Expression = when(
    {"$eq": ["$requires", []]},
    "$$requests",
    find("$$requests", {"$setIsSubset": ["$requires", {"$ifNull": ["$$this.entitlements", []]}]}),
)
_PLACED: Expression = {
    "$let": {
        "vars": {"newcomers": _NEWCOMERS},
        "in": {"$slice": [find(_ENTITLED, _WELCOME), _ROOM]},
    }
}
_COUNT: Expression = {"$size": "$$placed"}


def _registered(index: str) -> Expression:
    """The event of the placed request at an index: a seat as long as there is one, else the queue."""
    waits = {"$gte": [index, "$$free"]}
    position = {"$add": [{"$size": "$queue"}, {"$subtract": [index, "$$free"]}, 1]}
    event = _entry(
        when("$$waits", RegistrationQueued.type, RegistrationConfirmed.type),
        {
            **about("$$request.place.id", "$$request.place.member"),
            "position": when("$$waits", position, "$$REMOVE"),
        },
        {"$add": ["$sequence", index, 1]},
        {"id": "$$request.place.event", "traceparent": "$$request.traceparent"},
    )
    return {"$let": {"vars": {"request": {"$arrayElemAt": ["$$placed", index]}, "waits": waits}, "in": event}}


# let: at, requests [{place, traceparent, entitlements?}] of different members; place: {id, member, event}.
# One stage without working fields costs a tenth less than three with them.
REGISTER: Pipeline = [
    {
        "$replaceWith": {
            "$let": {
                "vars": {"free": _FREE, "placed": when(_TAKES, _PLACED, [])},
                "in": {
                    "$mergeObjects": [
                        "$$ROOT",
                        {
                            "seats": both("$seats", {"$slice": ["$$placed.place", "$$free"]}),
                            "queue": both("$queue", {"$slice": ["$$placed.place", "$$free", QUEUE_BOUND]}),
                            "outbox": both(
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
    "closes_at": 1,
    "requires": 1,
    "unpublished": UNPUBLISHED,
    "seats": find("$seats", {"$in": ["$$this.member", "$$members"]}),
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

# let: at, centre, event (a new id), traceparent.
CALL_OFF: Pipeline = [
    {
        "$set": {
            "_events": when(
                {"$and": [OPEN, {"$eq": ["$centre_id", "$$centre"]}]},
                [
                    _entry(
                        OccurrenceCancelled.type,
                        {
                            "occurrence_id": "$_id",
                            "starts_at": {"$dateToString": {"date": "$starts_at"}},
                            "time_zone": "$time_zone",
                            "member_ids": both("$seats.member", "$queue.member"),
                        },
                        {"$add": ["$sequence", 1]},
                        {"id": "$$event", "traceparent": "$$traceparent"},
                    )
                ],
                [],
            )
        }
    },
    {"$set": {"status": when({"$eq": ["$_events", []]}, "$status", CANCELLED)}},
    *_append_events(),
]

CALLED_OFF: Mapping[str, Any] = {"_id": 0, "status": 1, "starts_at": 1, "centre_id": 1}
