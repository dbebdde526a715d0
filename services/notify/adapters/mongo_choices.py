"""What members chose, in the collection `contacts`: changed from what it is, never from what it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from pymongo.database import Database

from notify.adapters.documents import Document, preferences_document, to_contacts, to_preferences
from notify.domain.contacts import USUAL, Contacts, Usual
from notify.domain.errors import MemberUnknown
from notify.domain.preferences import Preferences


class MongoChoices:
    """The Choices port; `usual` holds for who chose nothing."""

    def __init__(self, database: Database[Document], usual: Usual = USUAL) -> None:
        self._contacts = database["contacts"]
        self._usual = usual

    def of(self, member_id: str) -> Contacts:
        """Find a member with what they chose; raises MemberUnknown."""
        found = self._contacts.find_one({"_id": member_id})
        if found is None:
            raise MemberUnknown(member_id)
        return to_contacts(found, self._usual)

    def change(self, member_id: str, how: Callable[[Preferences], Preferences]) -> Preferences:
        """Change what a member chose; raises MemberUnknown. Of two at once, each sees the other's change."""
        while True:  # A round is repeated only where somebody else's change was kept meanwhile.
            found = self._contacts.find_one({"_id": member_id}, {"preferences": True})
            if found is None:
                raise MemberUnknown(member_id)
            known = found.get("preferences")
            chosen = how(to_preferences(known) if known else self._usual.preferences)
            same = {"_id": member_id, "preferences": known}
            change = {"$set": {"preferences": preferences_document(chosen)}}
            if self._contacts.update_one(same, change).matched_count:
                return chosen

    def may_test(self, member_id: str, at: datetime, pause: timedelta) -> bool:
        """Note that a member asks for a test now; False where the last one was less than a pause ago."""
        rested = {"_id": member_id, "tested_at": {"$not": {"$gt": at - pause}}}
        return self._contacts.update_one(rested, {"$set": {"tested_at": at}}).matched_count == 1
