"""Seats in MongoDB: saved by version, found by what falls due next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from pymongo import UpdateOne
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from chassis.ids import new_id
from chassis.mongo import confirmed
from notify.adapters.documents import Document
from notify.domain.reminding import Fate, Reminder
from notify.domain.seat import Seat

KEEP_FOR = timedelta(days=30)  # after the meeting: longer than any topic is kept

_DUPLICATE_KEY = 11000


class MongoSeats:
    """Seats in the collection `seats`."""

    def __init__(self, database: Database[Document]) -> None:
        self._seats = database["seats"]

    def ensure_indexes(self) -> None:
        """Find what is due among what is still to come, and forget after the meeting."""
        self._seats.create_index("next_at", partialFilterExpression={"next_at": {"$exists": True}})
        self._seats.create_index([("member_id", 1), ("starts_at", 1)])
        self._seats.create_index("starts_at", expireAfterSeconds=int(KEEP_FOR.total_seconds()))

    def of(self, seat_ids: Collection[str]) -> Mapping[str, Seat]:
        """Find seats by id; those that nobody ever had are missing from the answer."""
        found = self._seats.find({"_id": {"$in": list(seat_ids)}})
        return {each["_id"]: to_seat(each) for each in found}

    def of_member(self, member_id: str, at: datetime) -> list[Seat]:
        """Find the seats of a member in meetings that begin after a moment."""
        found = self._seats.find({"member_id": member_id, "starts_at": {"$gt": at}})
        return [to_seat(each) for each in found]

    def due(self, at: datetime, limit: int) -> list[Seat]:
        """Find seats whose next reminder is due, those that waited longest first."""
        found = self._seats.find({"next_at": {"$lte": at}}).sort("next_at", 1).limit(limit)
        return [to_seat(each) for each in found]

    def save(self, seats: Sequence[Seat]) -> Collection[str]:
        """Save each seat unless it changed since it was read; name those that were saved."""
        if not seats:
            return []
        token = new_id()
        try:
            with confirmed():
                done = self._seats.bulk_write([_update(each, token) for each in seats], ordered=False)
            written = done.matched_count + done.upserted_count
        except BulkWriteError as error:
            if any(each["code"] != _DUPLICATE_KEY for each in error.details["writeErrors"]):
                raise
            written = 0  # Not all of them: who was faster is found below.
        if written == len(seats):
            return [each.id for each in seats]
        found = self._seats.find({"_id": {"$in": [each.id for each in seats]}, "saved": token}, {"_id": 1})
        return [each["_id"] for each in found]


def _update(seat: Seat, token: str) -> UpdateOne:
    """Write a seat over the version that was read; a new one collides with whoever was faster."""
    document = to_document(seat)
    change: Document = {"$set": {**document, "saved": token, "version": seat.version + 1}}
    if seat.next_at is None:
        change["$unset"] = {"next_at": ""}
    return UpdateOne({"_id": seat.id, "version": seat.version}, change, upsert=seat.version == 0)


def to_document(seat: Seat) -> Document:
    """Write a seat; only one with a reminder to come is found by `next_at`."""
    document: Document = {
        "member_id": seat.member_id,
        "occurrence_id": seat.occurrence_id,
        "registration_id": seat.registration_id,
        "starts_at": seat.starts_at,
        "since": seat.since,
        "told_at": seat.told_at,
        "sequence": seat.sequence,
        "held": seat.held,
        "answer_by": seat.answer_by,
        "pending": [{"lead": _minutes(each.lead), "at": each.at} for each in seat.pending],
        "fates": [{"lead": _minutes(lead), "fate": fate} for lead, fate in seat.fates.items()],
    }
    return document | ({"next_at": seat.next_at} if seat.next_at else {})


def to_seat(document: Document) -> Seat:
    """Read a seat."""
    return Seat(
        id=document["_id"],
        member_id=document["member_id"],
        occurrence_id=document["occurrence_id"],
        registration_id=document["registration_id"],
        starts_at=document["starts_at"],
        since=document["since"],
        told_at=document["told_at"],
        sequence=document["sequence"],
        held=document["held"],
        answer_by=document["answer_by"],
        pending=tuple(
            Reminder(lead=timedelta(minutes=each["lead"]), at=each["at"]) for each in document["pending"]
        ),
        fates={timedelta(minutes=each["lead"]): Fate(each["fate"]) for each in document["fates"]},
        version=document["version"],
    )


def _minutes(lead: timedelta) -> int:
    return int(lead.total_seconds() // 60)
