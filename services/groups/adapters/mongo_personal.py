"""Everything that groups holds of a person, erased on MongoDB."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pymongo.database import Database

from chassis import personal
from chassis.outbox import ensure_outbox_index, seal, shard_of
from groups.adapters.documents import Document
from groups.adapters.holdings import HOLDINGS
from groups.domain.events.erasure import MemberErasedHere


class MongoPersonalData:
    """The PersonalData port: what the holdings name; answers are in the collection `erasures`."""

    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self._answers = database["erasures"]

    def ensure_indexes(self) -> None:
        """Find what the relay has to tell."""
        ensure_outbox_index(self._answers)

    def standing_in(self, member_id: str) -> Iterable[str]:
        """Name the series by the index of the member's own list."""
        return [
            each["_id"] for each in self._database["standing"].find({"seats.member": member_id}, {"_id": 1})
        ]

    def coming(self, member_id: str, at: datetime, group_id: str | None = None) -> Iterable[tuple[str, str]]:
        """Name the dates by the indexes of the member's own list."""
        held: dict[str, Any] = {"$or": [{"seats.member": member_id}, {"queue.member": member_id}]}
        if group_id is not None:
            held["group_id"] = group_id
        found = self._database["occurrences"].find(
            {**held, "starts_at": {"$gt": at}}, {"seats": 1, "queue": 1}
        )
        return [
            (each["_id"], place["id"])
            for each in found
            for place in (*each["seats"], *each["queue"])
            if place["member"] == member_id
        ]

    def erase(self, member_id: str) -> int:
        """Erase what each holding names."""
        return personal.erase(self._database, HOLDINGS, member_id)

    def answer(self, erasure_id: str, records: int) -> None:
        """Insert the answer with its event, unless it is there."""
        told = MemberErasedHere(erasure_id=erasure_id, records=records)
        answer = {"sequence": 1, "shard": shard_of(erasure_id), "outbox": [seal(told, 1)]}
        self._answers.update_one({"_id": erasure_id}, {"$setOnInsert": answer}, upsert=True)
