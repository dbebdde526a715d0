"""What members chose, with what is still to come planned by it."""

from __future__ import annotations

from collections.abc import Callable

from pymongo.database import Database

from chassis.clock import utc_now
from notify.adapters.documents import Document
from notify.adapters.mongo_choices import MongoChoices
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.mongo_seats import MongoSeats
from notify.domain.contacts import Usual
from notify.domain.preferences import Preferences
from notify.handlers.hours import bring_forward
from notify.handlers.reminders import replan


class PlannedChoices(MongoChoices):
    """Choices in MongoDB; other leads, quiet hours or a pause move the reminders that are still to come.

    What waits for hours that end earlier now, or for the end of a pause, comes earlier as well.
    """

    def __init__(self, database: Database[Document], usual: Usual) -> None:
        super().__init__(database, usual)
        self._seats = MongoSeats(database)
        self._messages = MongoMessages(database)
        self._members = MongoContacts(database, usual=usual)

    def change(self, member_id: str, how: Callable[[Preferences], Preferences]) -> Preferences:
        """Change what a member chose; raises MemberUnknown."""
        chosen = super().change(member_id, how)
        at = utc_now()
        replan(member_id, self._seats, self._members, at)
        bring_forward(member_id, self._members, self._messages, at)
        return chosen
