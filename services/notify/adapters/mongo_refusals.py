"""Messages that a provider refused because the contact is dead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pymongo.database import Database

from notify.adapters.documents import Document, to_message
from notify.adapters.email import SmtpEmails
from notify.adapters.providers.exotel import ExotelTexts
from notify.adapters.providers.msg91 import Msg91Texts
from notify.adapters.providers.twilio import TwilioTexts
from notify.domain.faults import Fault
from notify.domain.message import Message, State

# By provider, the codes which say that the contact is dead for good.
DEAD: Mapping[str, Collection[str]] = {
    each.name: sorted(code for code, fault in each.faults.items() if fault is Fault.RECIPIENT)
    for each in (TwilioTexts, Msg91Texts, ExotelTexts, SmtpEmails)
}


class MongoRefusals:
    """Failed messages of the collection `messages`, each to be heeded once."""

    def __init__(self, database: Database[Document], codes: Mapping[str, Collection[str]] = DEAD) -> None:
        self._messages = database["messages"]
        self._codes = codes

    def ensure_indexes(self) -> None:
        """Find what was not heeded yet among what failed."""
        self._messages.create_index(
            [("provider", 1), ("reason", 1), ("heeded", 1)],
            name="refusals",
            partialFilterExpression={"state": State.FAILED},
        )

    def unheeded(self, limit: int) -> list[Message]:
        """Find messages whose contact is dead and that nobody heeded yet."""
        found: list[Document] = []
        for provider, codes in self._codes.items():
            refused = {"state": State.FAILED, "provider": provider, "reason": {"$in": list(codes)}}
            found += self._messages.find({**refused, "heeded": None}).limit(limit)
        return [to_message(each) for each in found[:limit]]

    def heed(self, message_ids: Sequence[str]) -> None:
        """Note that what follows from these was done."""
        if message_ids:
            self._messages.update_many({"_id": {"$in": list(message_ids)}}, {"$set": {"heeded": True}})
