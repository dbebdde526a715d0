"""Everything that alumni holds of a person, erased on MongoDB: contacts first."""

from collections.abc import Iterable
from typing import Any

from pymongo.database import Database

from alumni.adapters.holdings import HOLDINGS
from chassis import personal

Document = dict[str, Any]


class MongoPersonalData:
    """What the holdings name, and what is found by a contact instead of an id."""

    def __init__(self, database: Database[Document]) -> None:
        self._database = database

    def forget_contacts(self, member_id: str) -> None:
        """Forget what is found by the contacts, then the contacts themselves: so a crash is made good."""
        self._database["sessions"].delete_many({"member_id": member_id})
        member = self._database["members"].find_one({"_id": member_id}, {"contacts": True})
        if member is None:
            return
        indexes = [each["index"] for each in member["contacts"]]
        self._forget_indexes(indexes)
        self._database["members"].update_one(
            {"_id": member_id}, {"$set": {"contacts": []}, "$inc": {"version": 1}}
        )
        self._forget_indexes(indexes)  # Once more: a code asked for meanwhile found the member still here.

    def erase(self, member_id: str) -> int:
        """Erase what each holding names."""
        return personal.erase(self._database, HOLDINGS, member_id)

    def _forget_indexes(self, indexes: Iterable[str]) -> None:
        known = list(indexes)
        self._database["sign_in_attempts"].delete_many({"contact_index": {"$in": known}})
        self._database["recoveries"].delete_many({"contact.index": {"$in": known}})
        counted = [f"{what}:{index}" for what in ("contact", "invitation") for index in known]
        self._database["allowances"].delete_many({"_id": {"$in": counted}})
