"""Everything that notify holds of a person, erased on MongoDB."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta

from pymongo.database import Database

from chassis import personal
from chassis.clock import utc_now
from chassis.ids import derived_id
from chassis.outbox import seal, shard_of
from notify.adapters.documents import Document
from notify.adapters.holdings import HOLDINGS
from notify.domain.events.erasure import MemberErasedHere

REMEMBERED = timedelta(days=30)  # longer than any topic is kept


def gone_id(member_id: str) -> str:
    """Give the digest by which somebody who is gone is recognised, should a late fact name them."""
    return derived_id("gone", member_id)


def gone_among(database: Database[Document], member_ids: Collection[str]) -> list[str]:
    """Name those of whom only a digest is left."""
    digests = {gone_id(each): each for each in member_ids}
    found = database["gone"].find({"_id": {"$in": list(digests)}}, {"_id": 1})
    return [digests[each["_id"]] for each in found]


def forget_gone(
    database: Database[Document], collections: Collection[str], member_ids: Collection[str]
) -> None:
    """Forget what was just kept of somebody who is gone, as a late fact would have it.

    Erasing marks them first and deletes after, so that either it finds what was kept, or this finds the mark.
    """
    if gone := gone_among(database, member_ids):
        for name in collections:
            database[name].delete_many({"member_id": {"$in": gone}})


class MongoPersonalData:
    """The PersonalData port: what the holdings name, and the facts that wait for a member to be known."""

    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self._answers = database["erasures"]

    def ensure_indexes(self) -> None:
        """Forget who is gone after all topics have."""
        self._database["gone"].create_index("at", expireAfterSeconds=int(REMEMBERED.total_seconds()))

    def erase(self, member_id: str) -> int:
        """Remember that nobody waits for this member, then erase what each holding names."""
        self._database["gone"].update_one(
            {"_id": gone_id(member_id)}, {"$setOnInsert": {"at": utc_now()}}, upsert=True
        )
        codes = self._erase_codes(member_id)
        erased = personal.erase(self._database, HOLDINGS, member_id)
        return codes + erased + self._erase_parked(member_id)

    def answer(self, erasure_id: str, records: int) -> None:
        """Insert the answer with its event, unless it is there."""
        told = MemberErasedHere(erasure_id=erasure_id, records=records)
        answer = {"sequence": 1, "shard": shard_of(erasure_id), "outbox": [seal(told, 1)]}
        self._answers.update_one({"_id": erasure_id}, {"$setOnInsert": answer}, upsert=True)

    def _erase_codes(self, member_id: str) -> int:
        """Send no code any more to what is kept as a contact of the member."""
        known = self._database["contacts"].find_one({"_id": member_id}, {"sealed": True}) or {"sealed": {}}
        sealed = list(known["sealed"].values())
        return self._database["messages"].delete_many({"sealed_recipient": {"$in": sealed}}).deleted_count

    def _erase_parked(self, member_id: str) -> int:
        """Let no parked fact wait for the member: one about them goes, of others they are taken out."""
        parked, count = self._database["parked"], 0
        for record in parked.find({}, {"value": 1}):
            if member_id.encode() not in (record["value"] or b""):
                continue
            if left := _without(json.loads(record["value"]), member_id):
                parked.update_one({"_id": record["_id"]}, {"$set": {"value": json.dumps(left).encode()}})
            else:
                parked.delete_one({"_id": record["_id"]})
            count += 1
        return count


def _without(data: Document, member_id: str) -> Document | None:
    """Take a member out of the lists of a fact; None where the fact is about this member."""
    if member_id in [value for value in data.values() if isinstance(value, str)]:
        return None
    return {
        name: [each for each in value if each != member_id] if isinstance(value, list) else value
        for name, value in data.items()
    }
