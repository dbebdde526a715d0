"""Contacts in MongoDB; a change applies unless a later event of alumni was applied before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.clock import utc_now
from notify.adapters.documents import Document, to_contacts
from notify.adapters.mongo_numbers import INDEX, StoppedNumbers
from notify.adapters.mongo_reach import MongoReach
from notify.adapters.numbers import NumberIndex, SealedNumbers
from notify.adapters.personal import gone_among
from notify.domain.contacts import USUAL, Channel, Contacts, Language, Usual

MOST_OF_A_NUMBER = 100  # members who share a number; a helper's phone in a village has a few


class MongoContacts:
    """MemberContacts in the collection `contacts`; with the keys, numbers are indexed as they are kept.

    `usual` holds for who chose nothing.
    """

    def __init__(
        self,
        database: Database[Document],
        numbers: SealedNumbers | None = None,
        usual: Usual = USUAL,
    ) -> None:
        self._usual = usual
        self._contacts = database["contacts"]
        self._database = database
        self._reach = MongoReach(database)
        self._numbers = numbers
        self._stopped = StoppedNumbers(database)

    def index_missing(self) -> None:
        """Index the numbers that were kept before there was an index."""
        missing = {f"sealed.{Channel.SMS}": {"$exists": True}, INDEX: None}
        for row in self._contacts.find(missing, {"sealed": True}):
            same = {"_id": row["_id"], f"sealed.{Channel.SMS}": row["sealed"][Channel.SMS]}
            self._contacts.update_one(same, {"$set": self._index_of(row["sealed"][Channel.SMS])})
            self._stopped.follow(row["_id"])

    def keep(self, contacts: Contacts) -> None:
        """Keep all that is known of a member, new or not."""
        update = {
            "language": contacts.language,
            "time_zone": contacts.time_zone,
            "sealed": dict(contacts.sealed),
            **self._index_of(contacts.sealed.get(Channel.SMS)),
            "sequence": contacts.sequence,
        }
        if contacts.joined_at:
            update["joined_at"] = contacts.joined_at
        # The upsert of a member already known by a later event collides with that member's id.
        with suppress(DuplicateKeyError):
            self._contacts.update_one(
                _unless_newer(contacts.member_id, contacts.sequence), {"$set": update}, upsert=True
            )
        self._stopped.follow(contacts.member_id)

    def keep_contact(self, member_id: str, channel: Channel, sealed: str, sequence: int) -> bool:
        """Replace the contact of one channel; False for a member nobody told us of."""
        index = self._index_of(sealed) if channel is Channel.SMS else {}
        known = self._set(member_id, sequence, {f"sealed.{channel}": sealed, **index})
        self._note_changed(member_id, channel, sequence)
        if channel is Channel.SMS:
            self._stopped.follow(member_id)
        return known

    def drop_contact(self, member_id: str, channel: Channel, sequence: int) -> bool:
        """Forget the contact of one channel; False for a member nobody told us of."""
        index = {INDEX: ""} if channel is Channel.SMS else {}
        change = {"$unset": {f"sealed.{channel}": "", **index}, "$set": {"sequence": sequence}}
        known = self._change(member_id, sequence, change)
        self._note_changed(member_id, channel, sequence)
        return known

    def keep_preferences(self, member_id: str, language: Language, time_zone: str, sequence: int) -> bool:
        """Keep how to speak to a member; False for a member nobody told us of."""
        return self._set(member_id, sequence, {"language": language, "time_zone": time_zone})

    def keep_role(self, member_id: str, whom: str, sequence: int, *, granted: bool) -> bool:
        """Keep whether a member acts for a centre or the network; False for a member nobody told us of."""
        change = {"$addToSet" if granted else "$pull": {"acts_for": whom}}
        return self._change(member_id, sequence, {**change, "$set": {"sequence": sequence}})

    def keep_quiet(self, member_id: str, sequence: int, *, quiet: bool) -> bool:
        """Keep whether a member agrees to urgent messages only; False for a member nobody told us of."""
        unless_newer = {"_id": member_id, "quiet_sequence": {"$not": {"$gte": sequence}}}
        change = {"$set": {"quiet": quiet, "quiet_sequence": sequence}}
        return self._contacts.update_one(unless_newer, change).matched_count == 1 or self._knows(member_id)

    def keep_home(self, member_id: str, centre_id: str | None, sequence: int) -> bool:
        """Keep which centre a member is at home in; False for a member nobody told us of."""
        unless_newer = {"_id": member_id, "home_sequence": {"$not": {"$gte": sequence}}}
        change = {"$set": {"centre_id": centre_id, "home_sequence": sequence}}
        return self._contacts.update_one(unless_newer, change).matched_count == 1 or self._knows(member_id)

    def stop(self, member_id: str, channel: str) -> None:
        """Note that the member wants nothing over a channel; once or again alike."""
        self._contacts.update_one({"_id": member_id}, {"$addToSet": {"stopped": channel}})

    def acting_for(self, whom: Collection[str]) -> Collection[str]:
        """Name the members who act for any of these."""
        found = self._contacts.find({"acts_for": {"$in": list(whom)}}, {"_id": 1})
        return [document["_id"] for document in found]

    def of(self, member_ids: Collection[str]) -> Mapping[str, Contacts]:
        """Find the contacts of members by id."""
        found = self._contacts.find({"_id": {"$in": list(member_ids)}})
        return {document["_id"]: to_contacts(document, self._usual) for document in found}

    def gone(self, member_ids: Collection[str]) -> Collection[str]:
        """Name those of whom only a digest is left."""
        return gone_among(self._database, member_ids)

    def _index_of(self, number: str | None) -> Document:
        index = self._numbers.of_sealed(number) if self._numbers and number else None
        return {INDEX: index} if index else {}

    def _set(self, member_id: str, sequence: int, fields: Mapping[str, str]) -> bool:
        return self._change(member_id, sequence, {"$set": {**fields, "sequence": sequence}})

    def _change(self, member_id: str, sequence: int, update: Document) -> bool:
        result = self._contacts.update_one(_unless_newer(member_id, sequence), update)
        return result.matched_count == 1 or self._knows(member_id)

    def _note_changed(self, member_id: str, channel: Channel, sequence: int) -> None:
        """Forget that the contact before was dead, where this is the last event; also when it comes again."""
        if self._contacts.count_documents({"_id": member_id, "sequence": sequence}, limit=1):
            self._reach.found(member_id, channel, utc_now())

    def _knows(self, member_id: str) -> bool:
        """Tell whether anybody told us of this member, who may be gone by now."""
        return self._contacts.count_documents({"_id": member_id}, limit=1) == 1 or bool(
            self.gone([member_id])
        )


class MongoWriters:
    """Writers by the index of the collection `contacts`; `usual` holds for who chose nothing."""

    def __init__(self, database: Database[Document], index: NumberIndex, usual: Usual = USUAL) -> None:
        self._usual = usual
        self._contacts = database["contacts"]
        self._index = index

    def of(self, number: str) -> Sequence[Contacts]:
        """Find the members; where a number is on its way from one to another, both."""
        found = self._contacts.find({INDEX: self._index.of(number)}).limit(MOST_OF_A_NUMBER)
        return [to_contacts(each, self._usual) for each in found]


def _unless_newer(member_id: str, sequence: int) -> Document:
    return {"_id": member_id, "sequence": {"$lt": sequence}}
