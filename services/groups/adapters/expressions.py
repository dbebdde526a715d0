"""What the updates of occurrences and standing seats have in common, in MongoDB's language of expressions."""

from collections.abc import Mapping, Sequence
from typing import Any

from groups.domain.occurrence import OUTBOX_BOUND, SCHEDULED

Expression = Any
Pipeline = Sequence[Mapping[str, Any]]

UNPUBLISHED: Expression = {"$size": "$outbox"}
OPEN: Expression = {
    "$and": [
        {"$eq": ["$status", SCHEDULED]},
        {"$gt": ["$starts_at", "$$at"]},
        {"$lt": [UNPUBLISHED, OUTBOX_BOUND]},
    ]
}


def when(condition: Expression, then: Expression, otherwise: Expression) -> Expression:
    """Give one of two, as the condition says."""
    return {"$cond": [condition, then, otherwise]}


def both(*arrays: Expression) -> Expression:
    """Put arrays one behind the other."""
    return {"$concatArrays": list(arrays)}


def find(array: Expression, condition: Expression) -> Expression:
    """Keep what of an array meets a condition on `$$this`."""
    return {"$filter": {"input": array, "as": "this", "cond": condition}}


def each(array: Expression, made: Expression) -> Expression:
    """Make something of every `$$this` of an array."""
    return {"$map": {"input": array, "as": "this", "in": made}}


def moment(date: Expression) -> Expression:
    """Write a moment as events do; null stays null."""
    return {"$dateToString": {"date": date, "onNull": None}}
