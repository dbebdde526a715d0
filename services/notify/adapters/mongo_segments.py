"""The people of a centre in MongoDB; the server says by the same rule who of them is not written to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.database import Database

from notify.adapters.documents import Document, to_contacts
from notify.domain.audience import Count, Segment, Skip, Who
from notify.domain.contacts import USUAL, Contacts, Usual
from notify.domain.preferences import Purpose

_WRITTEN = "written"


class MongoSegments:
    """The Segments port on the collection `contacts`; `usual` holds for who chose nothing."""

    def __init__(self, database: Database[Document], usual: Usual = USUAL) -> None:
        self._contacts = database["contacts"]
        self._usual = usual

    def ensure_indexes(self) -> None:
        """Walk the people of a centre by id."""
        self._contacts.create_index([("centre_id", 1), ("_id", 1)], sparse=True)

    def count(self, segment: Segment, at: datetime) -> Count:
        """Count on the server: none of the people is loaded."""
        stages: list[Document] = [
            {"$match": _meant(segment)},
            {"$group": {"_id": _cause(at), "many": {"$sum": 1}}},
        ]
        found = {each["_id"]: each["many"] for each in self._contacts.aggregate(stages)}
        skipped = {Skip(cause): many for cause, many in found.items() if cause != _WRITTEN}
        return Count(people=sum(found.values()), skipped=skipped)

    def behind(self, segment: Segment, member_id: str | None, limit: int) -> list[Contacts]:
        """Give the next by id."""
        later = {"_id": {"$gt": member_id}} if member_id else {}
        found = self._contacts.find({**_meant(segment), **later}).sort("_id", 1).limit(limit)
        return [to_contacts(each, self._usual) for each in found]


def _meant(segment: Segment) -> Document:
    whose = "acts_for" if segment.who is Who.COORDINATORS else "centre_id"
    wanted: Document = {whose: segment.centre_id}
    if segment.languages:
        wanted["language"] = {"$in": sorted(segment.languages)}
    if segment.channel:
        wanted[f"sealed.{segment.channel}"] = {"$exists": True}
    if segment.joined_since:
        wanted["joined_at"] = {"$gte": segment.joined_since}
    return wanted


def _cause(at: datetime) -> Document:
    """Say what `domain.audience.skipped` says, in the server's language; one suite tests both."""
    contacts = {
        "$map": {"input": {"$objectToArray": {"$ifNull": ["$sealed", {}]}}, "as": "one", "in": "$$one.k"}
    }
    off = {
        "$map": {
            "input": {
                "$filter": {
                    "input": {"$ifNull": ["$preferences.off", []]},
                    "as": "one",
                    "cond": {"$eq": ["$$one.purpose", Purpose.NEWS]},
                }
            },
            "as": "one",
            "in": "$$one.channel",
        }
    }
    alive = _without(contacts, {"$ifNull": ["$unreachable", []]})
    allowed = _without("$$alive", {"$ifNull": ["$stopped", []]})
    branches = [
        (Skip.QUIET, {"$eq": ["$quiet", True]}),
        (Skip.PAUSED, {"$gt": [{"$ifNull": ["$preferences.paused_until", None]}, at]}),
        (Skip.UNREACHABLE, {"$eq": ["$$alive", []]}),
        (Skip.STOPPED, {"$eq": ["$$allowed", []]}),
        (Skip.TURNED_OFF, {"$eq": [_without("$$allowed", off), []]}),
    ]
    cases = [{"case": case, "then": cause} for cause, case in branches]
    choice = {"$switch": {"branches": cases, "default": _WRITTEN}}
    return _let("alive", alive, _let("allowed", allowed, choice))


def _without(these: Any, those: Any) -> Document:
    return {"$setDifference": [these, those]}


def _let(name: str, value: Document, then: Document) -> Document:
    return {"$let": {"vars": {name: value}, "in": then}}
