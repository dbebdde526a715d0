"""Numbers that write to us in MongoDB, by blind index: which stopped texts, which were answered lately.

A number's word holds for the number, known or not, so nothing here names a member; without our key an index
means nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.mongo import confirmed
from notify.adapters.documents import Document
from notify.adapters.numbers import NumberIndex
from notify.domain.contacts import Channel

INDEX = "number_index"
STARTED_IS_KEPT = timedelta(days=30)  # longer than a provider repeats an older STOP
AN_HOUR = timedelta(hours=1)
MOST_REPLIES = (
    4  # to one number, an hour; who writes more often than that is a machine, or in need of a person
)


def ensure_number_indexes(database: Database[Document]) -> None:
    """Forget which numbers texts may go to, and which were answered; a STOP is never forgotten."""
    database["stopped_numbers"].create_index("forget_at", expireAfterSeconds=0)
    database["answered_numbers"].create_index("until", expireAfterSeconds=0)


class StoppedNumbers:
    """Which numbers stopped texts, in the collection `stopped_numbers`, and their members' contacts alike."""

    def __init__(self, database: Database[Document]) -> None:
        self._stopped = database["stopped_numbers"]
        self._contacts = database["contacts"]

    def say(self, index: str, said_by: str, at: datetime, *, stopped: bool) -> bool:
        """Keep a number's word unless a later one is kept; tell whether it is this one that holds."""
        news: Document = {"$set": {"stopped": stopped, "at": at, "by": said_by}}
        news |= {"$unset": {"forget_at": ""}} if stopped else {}
        news["$set"] |= {} if stopped else {"forget_at": at + STARTED_IS_KEPT}
        earlier = {"_id": index, "at": {"$lt": at}, "stopped": {"$ne": stopped}}
        try:
            with confirmed():
                self._stopped.update_one(earlier, news, upsert=True)
        except DuplicateKeyError:  # It was said already; that it was said again, later, counts as well.
            self._stopped.update_one({"_id": index, "stopped": stopped}, {"$max": {"at": at}})
        kept = self._stopped.find_one({"_id": index}) or {}
        self._follow(index, {INDEX: index})
        return bool(kept.get("by") == said_by)

    def follow(self, member_id: str) -> None:
        """Let the contacts of a member say what the member's number said, whenever it said so."""
        known = self._contacts.find_one({"_id": member_id}, {INDEX: True}) or {}
        if index := known.get(INDEX):
            self._follow(index, {"_id": member_id, INDEX: index})

    def index_of(self, member_id: str) -> str | None:
        """Give the index of a member's number."""
        known = self._contacts.find_one({"_id": member_id}, {INDEX: True}) or {}
        return known.get(INDEX)

    def _follow(self, index: str, whom: Document) -> None:
        """Write to the contacts what the number says now; it is asked after both were written."""
        said = self._stopped.find_one({"_id": index}) or {}
        step = "$addToSet" if said.get("stopped") else "$pull"
        with confirmed():
            self._contacts.update_many(whom, {step: {"stopped": str(Channel.SMS)}})


class MongoNumbers:
    """The Numbers port, on numbers in plain sight that are indexed for that moment."""

    def __init__(self, database: Database[Document], index: NumberIndex) -> None:
        self._stopped = StoppedNumbers(database)
        self._answered = database["answered_numbers"]
        self._index = index

    def stop(self, number: str, said_by: str, at: datetime) -> bool:
        """Let no text go to a number; False where it was so before, or a later word holds."""
        return self._stopped.say(self._index.of(number), said_by, at, stopped=True)

    def start(self, number: str, said_by: str, at: datetime) -> bool:
        """Let texts go to a number again; False where it was so before, or a later word holds."""
        return self._stopped.say(self._index.of(number), said_by, at, stopped=False)

    def start_member(self, member_id: str, at: datetime) -> bool:
        """Let texts go to a member's number again; False where it was so before."""
        index = self._stopped.index_of(member_id)
        return index is not None and self._stopped.say(index, member_id, at, stopped=False)

    def may_be_answered(self, number: str, at: datetime) -> bool:
        """Count an answer to a number; False from the fifth in an hour on."""
        hour = f"{self._index.of(number)}:{at:%Y%m%d%H}"
        counted = self._answered.find_one_and_update(
            {"_id": hour},
            {"$inc": {"count": 1}, "$setOnInsert": {"until": at + AN_HOUR}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return counted is not None and counted["count"] <= MOST_REPLIES
