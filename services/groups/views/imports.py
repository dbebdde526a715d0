"""Imports as they are listed and looked at."""

from typing import Any

from pymongo import DESCENDING
from pymongo.collection import Collection

from groups.domain.errors import ImportUnknown

Row = dict[str, Any]

MOST_REJECTED = 5_000  # as many as a feed has records

_SHORT = {"meetings": 0, "rejected": 0, "gone": 0}


def imports(
    rows: Collection[Row], centre_id: str, source_id: str, after: list[Any] | None, limit: int
) -> list[Row]:
    """List the imports of a source of the centre, the latest first."""
    where: Row = {"centre_id": centre_id, "source_id": source_id}
    if after:
        at, id_ = after
        where["$or"] = [{"at": {"$lt": at}}, {"at": at, "_id": {"$lt": id_}}]
    order = [("at", DESCENDING), ("_id", DESCENDING)]
    return [_shown(row) for row in rows.find(where, _SHORT).sort(order).limit(limit)]


def import_(rows: Collection[Row], import_id: str, centre_id: str, start: int, limit: int) -> Row:
    """Show an import with some of the records that it rejected, from a number on."""
    row = rows.find_one({"_id": import_id, "centre_id": centre_id}, {"rejected": {"$slice": [start, limit]}})
    if row is None:
        raise ImportUnknown
    return _shown(row)


def _shown(row: Row) -> Row:
    return {**row, "id": row["_id"], "dry_run": False}
