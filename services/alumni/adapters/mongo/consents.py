"""Consents on MongoDB: a document a member, purpose and recipient, with everything that was said."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.consent import NOTICE, Act, ChannelWord, Consent, Purpose
from alumni.domain.errors import StaleAggregate
from chassis.ids import derived_id
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]
TRIES = 8  # of a change that meets others of the same consent


class MongoConsents:
    """Consents in the collection `consents`; a change is decided anew where another was faster."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["consents"]

    def ensure_indexes(self) -> None:
        """Find what a member has said."""
        self._collection.create_index([("member_id", 1), ("_id", 1)])
        ensure_outbox_index(self._collection)

    def give(
        self, member_id: str, purposes: Collection[str], *, notice: str, language: str, at: datetime
    ) -> None:
        """Add a yes to each purpose that has not got it yet."""
        act = Act(given=True, at=at, notice=notice, language=language)
        for purpose in sorted(purposes):
            self._decide(member_id, purpose, None, lambda consent: consent.give(act))

    def grant_to(
        self, member_id: str, purpose: str, recipient: str, expires_at: datetime | None, at: datetime
    ) -> None:
        """Add a yes towards a recipient."""
        act = Act(given=True, at=at, notice=NOTICE, expires_at=expires_at)
        self._decide(member_id, purpose, recipient, lambda consent: consent.give(act))

    def withdraw(self, member_id: str, purpose: str, at: datetime, *, recipient: str | None = None) -> None:
        """Add a no to every yes of the purpose, or to that of one recipient."""
        said: Document = {"member_id": member_id, "purpose": purpose}
        if recipient:
            said["recipient"] = recipient
        for row in self._collection.find(said, {"recipient": True}):
            self._decide(member_id, purpose, row["recipient"], lambda consent: consent.withdraw(at))

    def decline(self, member_id: str, purpose: str, at: datetime) -> None:
        """Add a no, unless the last word is one."""
        self._decide(member_id, purpose, None, lambda consent: consent.decline(at))

    def note(self, member_id: str, word: ChannelWord) -> None:
        """Add what was said of a channel, unless it is there."""
        self._decide(member_id, Purpose.MESSAGES, None, lambda consent: consent.note(word))

    def granted(self, member_id: str, purpose: str, *, recipient: str | None = None, at: datetime) -> bool:
        """Look at the last word."""
        return self.of(member_id, purpose, recipient).is_granted(at)

    def of(self, member_id: str, purpose: str, recipient: str | None = None) -> Consent:
        """Load a consent, or begin one."""
        known_as = consent_id(member_id, purpose, recipient)
        document = self._collection.find_one({"_id": known_as}, {"outbox": False})
        if document is None:
            return Consent(id=known_as, member_id=member_id, purpose=Purpose(purpose), recipient=recipient)
        return _from_document(document)

    def all_of(self, member_id: str, *, behind: str = "", limit: int = 100) -> Sequence[Consent]:
        """Load what a member has said, by id."""
        whose = {"member_id": member_id, "_id": {"$gt": behind}}
        rows = self._collection.find(whose, {"outbox": False}).sort("_id", 1).limit(limit)
        return [_from_document(row) for row in rows]

    def _decide(
        self, member_id: str, purpose: str, recipient: str | None, act: Callable[[Consent], None]
    ) -> None:
        for _ in range(TRIES):
            consent = self.of(member_id, purpose, recipient)
            noted = list(consent.channels)
            act(consent)
            if not consent.events and consent.channels == noted:
                return
            try:
                self._save(consent)
            except (StaleAggregate, DuplicateKeyError):
                continue
            return
        raise StaleAggregate(consent_id(member_id, purpose, recipient))

    def _save(self, consent: Consent) -> None:
        fields = {
            "member_id": consent.member_id,
            "purpose": consent.purpose.value,
            "recipient": consent.recipient,
            "acts": [vars(each) for each in consent.acts],
            "channels": [vars(each) for each in consent.channels],
        }
        if consent.version == 0:
            insert(self._collection, consent, fields)
        else:
            replace(self._collection, consent, fields)


def consent_id(member_id: str, purpose: str, recipient: str | None) -> str:
    """Name the consent of a member to a purpose towards a recipient."""
    return derived_id("consent", member_id, purpose, recipient or "")


def _from_document(document: Document) -> Consent:
    return Consent(
        **frame(document),
        member_id=document["member_id"],
        purpose=Purpose(document["purpose"]),
        recipient=document["recipient"],
        acts=[Act(**each) for each in document["acts"]],
        channels=[ChannelWord(**each) for each in document.get("channels", ())],
    )
