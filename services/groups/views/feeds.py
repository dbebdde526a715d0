"""Reads for feeds: the open meetings of a centre or of all, and a mark that changes whenever they do."""

import hashlib
from datetime import datetime
from typing import Any

from pymongo.database import Database

from groups.adapters.series_documents import to_series
from groups.domain.exports.listed import Listed, listed
from groups.domain.group import Kind

Row = dict[str, Any]

MAX_SERIES = 5_000  # in one feed: as many as our own importer reads


def open_series(
    database: Database[Row], centre_id: str | None, at: datetime, *, resting: bool = False
) -> list[Listed]:
    """Give the series that anybody may find and that have dates to come, by id, and one more than fit."""
    shown = {"series": 1, "version": 1, "updated_at": 1}
    found = database["series"].find(_where(centre_id), shown).sort("_id", 1).limit(MAX_SERIES + 1)
    read = (
        listed(
            each["_id"], to_series(each["series"], each["version"]), each["updated_at"], at, resting=resting
        )
        for each in found
    )
    return [each for each in read if each is not None]


def mark(database: Database[Row], centre_id: str | None, at: datetime) -> str:
    """Tell the state of a feed's series: how many, their versions, the last change, and the hour."""
    together = {
        "_id": None,
        "count": {"$sum": 1},
        "versions": {"$sum": "$version"},
        "last": {"$max": "$updated_at"},
    }
    found = list(database["series"].aggregate([{"$match": _where(centre_id)}, {"$group": together}]))
    state = [(each["count"], each["versions"], each["last"]) for each in found]
    return hashlib.sha256(f"{state}|{at:%Y-%m-%dT%H}".encode()).hexdigest()[:32]


def _where(centre_id: str | None) -> Row:
    where: Row = {"series.public": True, "series.kind": {"$ne": Kind.THERAPY.value}}
    if centre_id is not None:
        where["series.centre_id"] = centre_id
    return where
