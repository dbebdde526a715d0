"""How an update of MongoDB's own tells facts: written while it decides, sealed into the outbox at its end."""

from typing import Any

from groups.adapters.expressions import Expression, both, each, moment, when

# An event's id has 32 hexadecimal digits; those of one update share the first 24, random ones (`$$events`).
_FIRST_NUMBER = 10_000_000
_WORKING = ("_told", "_gone", "_back", "_first", "_new", "_until", "_fits")


def about(registration: Expression, member: Expression) -> dict[str, Any]:
    """Write what every event about a place says."""
    return {
        "occurrence_id": "$_id",
        "registration_id": registration,
        "member_id": member,
        "starts_at": moment("$starts_at"),
        "time_zone": "$time_zone",
    }


def told(places: Expression, event_type: str, **more: Expression) -> Expression:
    """Write an event about each of some places, to be sealed."""
    return each(places, {"type": event_type, "data": about("$$this.id", "$$this.member") | more})


def sealed(changed: Expression) -> list[dict[str, Any]]:
    """Append the events in `_told` to the outbox, count the change, and forget the working fields.

    let: at, events (24 hexadecimal digits), traceparent.
    """
    entry = {
        "$mergeObjects": [
            {"$arrayElemAt": ["$_told", "$$this"]},
            {
                "id": {"$concat": ["$$events", {"$toString": {"$add": ["$$this", _FIRST_NUMBER]}}]},
                "time": "$$at",
                "seq": {"$add": ["$sequence", "$$this", 1]},
                "traceparent": "$$traceparent",
            },
        ]
    }
    return [
        {
            "$set": {
                "outbox": both("$outbox", each({"$range": [0, {"$size": "$_told"}]}, entry)),
                "sequence": {"$add": ["$sequence", {"$size": "$_told"}]},
                "version": {"$add": ["$version", when(changed, 1, 0)]},
            }
        },
        {"$unset": list(_WORKING)},
    ]
