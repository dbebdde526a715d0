"""What coordinators hear of broadcasts themselves: one awaits a second person, or one is done.

They are told right where it happens, not by reading this service's own topic: what is told is added before
the state is saved, under ids that derive from it, so that a crash between the two repeats nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.events import Event
from chassis.ids import derived_id
from notify.domain.broadcast import Broadcast, Phase
from notify.domain.contacts import NETWORK
from notify.domain.message import Template
from notify.domain.preferences import Purpose
from notify.handlers.telling import News, tell
from notify.ports import MemberContacts, Messages

A_WEEK = timedelta(days=7)
AWAITS, ENDED = "notify.broadcast.submitted.v1", "notify.broadcast.done.v1"


@dataclass(frozen=True, kw_only=True)
class Notices:
    """Tells who acts for a centre, or for the network where nobody else does."""

    contacts: MemberContacts
    messages: Messages

    def tell(self, broadcast: Broadcast, at: datetime) -> None:
        """Tell what a broadcast came to, if anybody is to hear of it; again, nothing is added."""
        if broadcast.phase is Phase.AWAITING_APPROVAL:
            until = broadcast.plan.useful_until
            news = News(template=Template.ANSWER_WANTED, expires_at=until, purpose=Purpose.CENTRE)
            self._tell(broadcast, AWAITS, news, self._second_persons(broadcast), at)
        elif broadcast.phase is Phase.DONE:
            news = News(template=Template.NEWS_WAITS, expires_at=at + A_WEEK, purpose=Purpose.CENTRE)
            self._tell(broadcast, ENDED, news, self.contacts.acting_for([broadcast.centre_id]), at)

    def _second_persons(self, broadcast: Broadcast) -> Collection[str]:
        """Name who may approve: nobody who wrote it; the network where the centre has no other."""
        others = set(self.contacts.acting_for([broadcast.centre_id])) - broadcast.writers
        return others or set(self.contacts.acting_for([NETWORK])) - broadcast.writers

    def _tell(self, broadcast: Broadcast, kind: str, news: News, whom: Collection[str], at: datetime) -> None:
        fact = Event(
            id=derived_id(broadcast.id, kind, str(broadcast.sequence)),
            type=kind,
            source="notify",
            time=at,
            key=broadcast.id,
            sequence=broadcast.sequence,
            data={},
            traceparent=None,
        )
        if whom:
            tell(fact, news, whom, self.contacts, self.messages)
