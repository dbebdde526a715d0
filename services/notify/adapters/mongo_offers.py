"""Seats that an answer by text may mean, in MongoDB, each as of the last fact of its meeting."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.ids import derived_id
from chassis.mongo import confirmed
from notify.adapters.documents import Document
from notify.adapters.personal import forget_gone
from notify.domain.offer import Offer

KEEP_FOR = timedelta(days=30)  # after the meeting: longer than any topic is kept
MOST_OFFERS = 100  # of one member; who has more of them means none by one letter


class MongoOffers:
    """The Offers port in the collection `offers`."""

    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self._offers = database["offers"]

    def ensure_indexes(self) -> None:
        """Find the seats of a member that are still to come, and those of a meeting; forget."""
        self._offers.create_index([("member_id", 1), ("starts_at", 1)])
        self._offers.create_index("occurrence_id")
        self._offers.create_index("starts_at", expireAfterSeconds=int(KEEP_FOR.total_seconds()))

    def keep(self, offer: Offer, sequence: int) -> None:
        """Keep a seat, unless a later fact of its meeting is kept."""
        seat = {
            "member_id": offer.member_id,
            "occurrence_id": offer.occurrence_id,
            "registration_id": offer.registration_id,
            "starts_at": offer.starts_at,
            "told_at": offer.told_at,
            "answer_by": offer.answer_by,
            "gone": False,
            "sequence": sequence,
        }
        self._set(derived_id(offer.member_id, offer.occurrence_id), seat)

    def drop(self, member_id: str, occurrence_id: str, starts_at: datetime, sequence: int) -> None:
        """Keep that a member has no seat, unless a later fact of its meeting is kept."""
        seat = {
            "member_id": member_id,
            "occurrence_id": occurrence_id,
            "starts_at": starts_at,
            "gone": True,
            "sequence": sequence,
        }
        self._set(derived_id(member_id, occurrence_id), seat)

    def move(
        self,
        member_ids: Collection[str],
        occurrence_id: str,
        starts_at: datetime,
        sequence: int,
        *,
        told_at: datetime,
        gone: bool = False,
    ) -> None:
        """Keep when the seats of a meeting begin now, or that none of them is left."""
        earlier = {
            "_id": {"$in": [derived_id(each, occurrence_id) for each in member_ids]},
            "sequence": {"$lt": sequence},
        }
        change = {"starts_at": starts_at, "told_at": told_at, "sequence": sequence}
        with confirmed():
            self._offers.update_many(earlier, {"$set": {**change, **({"gone": True} if gone else {})}})

    def of(self, member_id: str, at: datetime) -> list[Offer]:
        """List the seats of a member in meetings that begin after a moment."""
        found = self._offers.find({"member_id": member_id, "gone": False, "starts_at": {"$gt": at}})
        return [
            Offer(
                member_id=member_id,
                occurrence_id=each["occurrence_id"],
                registration_id=each["registration_id"],
                starts_at=each["starts_at"],
                told_at=each["told_at"],
                answer_by=each["answer_by"],
            )
            for each in found.limit(MOST_OFFERS)
        ]

    def _set(self, offer_id: str, seat: Document) -> None:
        # Where a later fact is kept, the upsert collides with its id.
        with suppress(DuplicateKeyError), confirmed():
            earlier = {"_id": offer_id, "sequence": {"$lt": seat["sequence"]}}
            done = self._offers.update_one(earlier, {"$set": seat}, upsert=True)
            if done.upserted_id:
                forget_gone(self._database, "offers", [seat["member_id"]])
