"""Messages in MongoDB; every step of one is one conditional update."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from pymongo import ASCENDING, ReturnDocument, UpdateOne
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from chassis.clock import utc_now
from chassis.mongo import confirmed
from notify.adapters.documents import Document, to_document, to_message
from notify.domain.delivery import expired
from notify.domain.message import CODE, SETTLED, Change, Lease, Message, State, Urgency

LONGEST_HISTORY = 50
MOST_EXPIRED = 500  # at once

_DUPLICATE_KEY = 11000
_URGENT_FIRST = [("urgency", ASCENDING), ("due_at", ASCENDING)]


class MongoMessages:
    """Messages in the collection `messages`."""

    def __init__(self, database: Database[Document]) -> None:
        self._messages = database["messages"]

    def add_once(self, messages: Sequence[Message]) -> int:
        """Add the messages whose ids are new, and only those; the answer is how many."""
        if not messages:
            return 0
        try:
            with confirmed():
                result = self._messages.insert_many([to_document(each) for each in messages], ordered=False)
        except BulkWriteError as error:
            return _new_among(error)
        return len(result.inserted_ids)

    def find(self, message_id: str) -> Message | None:
        """Find one message."""
        document = self._messages.find_one({"_id": message_id})
        return to_message(document) if document else None

    def about_facts_since(self, member_id: str, at: datetime) -> list[Message]:
        """Find every message that tells a member of a fact at or after a moment."""
        found = self._messages.find({"member_id": member_id, "fact_at": {"$gte": at}})
        return [to_message(each) for each in found]

    def waiting(self, member_id: str, at: datetime) -> list[Message]:
        """Find what waits to go to a member and falls due after a moment."""
        found = self._messages.find({"member_id": member_id, "state": State.CREATED, "due_at": {"$gt": at}})
        return [to_message(each) for each in found]

    def claim(
        self,
        channel: str,
        provider: str,
        lease: Lease,
        limit: int,
        at: datetime,
        classes: Collection[Urgency] = tuple(Urgency),
        declined_by: Collection[str] = (),
    ) -> list[Message]:
        """Take due messages of a channel to `sending`, the urgent first; no two claims get the same."""
        due = {
            **_due(channel, at, classes),
            "declined_by": {"$ne": provider, **_among(declined_by)},
        }
        ids = [each["_id"] for each in self._messages.find(due, {"_id": 1}).sort(_URGENT_FIRST).limit(limit)]
        update = {
            "$set": {"state": State.SENDING, "since": at, "lease": _lease(lease), "provider": provider},
            "$inc": {"attempts": 1},
            "$push": _history(State.SENDING, at),
        }
        return self._take(ids, {"state": State.CREATED}, update, lease)

    def claim_unknown(
        self, channel: str, provider: str, lease: Lease, limit: int, at: datetime
    ) -> list[Message]:
        """Take due unknown messages of a channel that a provider was handed, to reconcile them alone."""
        free = {"$or": [{"lease": {"$exists": False}}, {"lease.until": {"$lt": at}}]}
        due = {
            "state": State.UNKNOWN,
            "channel": channel,
            "provider": provider,
            "due_at": {"$lte": at},
            **free,
        }
        ids = [each["_id"] for each in self._messages.find(due, {"_id": 1}).limit(limit)]
        return self._take(ids, {"state": State.UNKNOWN, **free}, {"$set": {"lease": _lease(lease)}}, lease)

    def apply(self, changes: Sequence[Change]) -> int:
        """Make each change that is still allowed; the answer is how many were.

        No two messages hold the same provider's id: of the second, the change without it is made.
        """
        if not changes:
            return 0
        try:
            with confirmed():
                result = self._messages.bulk_write([_update(each) for each in changes], ordered=False)
        except BulkWriteError as error:
            again = [changes[each["index"]].without_provider for each in _duplicates(error)]
            modified: int = error.details["nModified"]
            return modified + self.apply(again)
        return result.modified_count

    def fail_waiting(self, member_ids: Collection[str], channel: str, reason: str, at: datetime) -> int:
        """Fail whatever waits to go to members over a channel; the answer is how many messages."""
        waiting = {"member_id": {"$in": list(member_ids)}, "channel": channel, "state": State.CREATED}
        failed = {"state": State.FAILED, "since": at, "reason": reason}
        history = {"$push": _history(State.FAILED, at)}
        with confirmed():
            followed = self._messages.update_many(
                {**waiting, "route.0": {"$exists": True}}, {"$set": {**failed, "follow_at": at}, **history}
            )
            others = self._messages.update_many(waiting, {"$set": failed, **history})
        return followed.modified_count + others.modified_count

    def lapse(self, at: datetime) -> int:
        """Make every message unknown whose sender let its lease run out; the answer is how many."""
        result = self._messages.update_many(
            {"state": State.SENDING, "lease.until": {"$lt": at}},
            {
                "$set": {"state": State.UNKNOWN, "since": at, "due_at": at},
                "$unset": {"lease": ""},
                "$push": _history(State.UNKNOWN, at),
            },
        )
        return result.modified_count

    def to_follow(self, at: datetime, limit: int) -> list[Message]:
        """Find messages whose next channel is to be tried by a moment, whoever waits longest first."""
        found = self._messages.find({"follow_at": {"$exists": True, "$lte": at}})
        return [to_message(each) for each in found.sort("follow_at", ASCENDING).limit(limit)]

    def stop_following(self, message_ids: Collection[str], at: datetime) -> int:
        """Try no other channel for these, unless that falls due later; the answer is how many it was."""
        due = {"_id": {"$in": list(message_ids)}, "follow_at": {"$lte": at}}
        return self._messages.update_many(due, {"$unset": {"follow_at": ""}}).modified_count

    def read_among(self, message_ids: Collection[str]) -> Collection[str]:
        """Name those that their member has read in the inbox."""
        read = {"_id": {"$in": list(message_ids)}, "read_at": {"$exists": True}}
        return {each["_id"] for each in self._messages.find(read, {"_id": 1})}

    def unknown_since(self, at: datetime, limit: int) -> list[Message]:
        """Find messages that have been unknown since before a moment and that nobody holds."""
        free = {"$or": [{"lease": {"$exists": False}}, {"lease.until": {"$lt": utc_now()}}]}
        found = self._messages.find({"state": State.UNKNOWN, "since": {"$lt": at}, **free})
        return [to_message(each) for each in found.limit(limit)]

    def expire(self, channel: str, at: datetime) -> int:
        """Fail the waiting messages of a channel that nobody needs any more; the answer is how many."""
        useless = self._messages.find({**_due(channel, at), "expires_at": {"$lte": at}}).limit(MOST_EXPIRED)
        return self.apply([expired(to_message(each), at) for each in useless])

    def holds(self, provider_id: str) -> bool:
        """Tell whether any message is known to be the provider's message of this id."""
        return self._messages.count_documents({"provider_id": provider_id}, limit=1) > 0

    def sends_beside(self, message: Message) -> bool:
        """Tell whether a sender holds another message to the same member over the same channel."""
        if message.member_id is None:
            return False
        beside = {"member_id": message.member_id, "channel": message.channel, "_id": {"$ne": message.id}}
        return self._messages.count_documents({**beside, "state": State.SENDING}, limit=1) > 0

    def backlog(self, channels: Collection[str], at: datetime) -> Mapping[str, int]:
        """Count the messages of each of the channels that are due and wait."""
        return {channel: self._messages.count_documents(_due(channel, at)) for channel in channels}

    def _take(self, ids: list[str], still: Document, update: Document, lease: Lease) -> list[Message]:
        if len(ids) < 2:
            return self._take_one(ids[0], still, update) if ids else []
        self._messages.update_many({"_id": {"$in": ids}, **still}, update)
        taken = self._messages.find({"_id": {"$in": ids}, "lease.token": lease.token})
        return sorted((to_message(each) for each in taken), key=lambda each: (each.urgency, each.due_at))

    def _take_one(self, message_id: str, still: Document, update: Document) -> list[Message]:
        """Take a message that is due alone, as when somebody waits for it, without reading it again."""
        taken = self._messages.find_one_and_update(
            {"_id": message_id, **still}, update, return_document=ReturnDocument.AFTER
        )
        return [to_message(taken)] if taken else []


def _new_among(error: BulkWriteError) -> int:
    """Count what was inserted beside duplicates."""
    _duplicates(error)
    inserted: int = error.details["nInserted"]
    return inserted


def _duplicates(error: BulkWriteError) -> list[Document]:
    """Give the writes that met a duplicate; anything else than a duplicate is an error."""
    refused: list[Document] = error.details["writeErrors"]
    if any(each["code"] != _DUPLICATE_KEY for each in refused):
        raise error
    return refused


def _due(channel: str, at: datetime, classes: Collection[Urgency] = tuple(Urgency)) -> Document:
    """Name each urgency, so that the index gives them in order without a sort."""
    urgency = {"$in": list(classes)}
    return {"state": State.CREATED, "channel": channel, "urgency": urgency, "due_at": {"$lte": at}}


def _among(providers: Collection[str]) -> Document:
    """Say it so that the index of what was declined serves."""
    return {"$exists": True, "$in": list(providers)} if providers else {}


def _lease(lease: Lease) -> Document:
    return {"token": lease.token, "until": lease.until}


def _history(state: State, at: datetime) -> Document:
    return {"history": {"$each": [{"state": state, "at": at}], "$slice": -LONGEST_HISTORY}}


def _update(change: Change) -> UpdateOne:
    """Write a change as one update that applies only from where the rules allow it."""
    only_if: Document = {"_id": change.message_id, "state": {"$in": sorted(change.allowed_from)}}
    if change.lease:
        only_if["lease.token"] = change.lease
    known = {"due_at": change.due_at, "provider_id": change.provider_id, "reason": change.reason}
    setting: Document = {name: value for name, value in known.items() if value is not None}
    removing = {"lease": ""}
    if change.reason is None:
        removing["reason"] = ""
    if change.to in SETTLED:
        removing |= {f"params.{CODE}": "", "sealed_recipient": ""}
    update: Document = {"$unset": removing}
    if change.moves:
        setting |= {"state": change.to, "since": change.at}
        if change.follow_at is None:
            removing["follow_at"] = ""
        else:
            setting["follow_at"] = change.follow_at
        update["$push"] = _history(change.to, change.at)
    if change.cost:
        setting["cost"] = change.cost
    if change.declined_by:
        update["$addToSet"] = {"declined_by": change.declined_by}
    return UpdateOne(only_if, {**update, "$set": setting})
