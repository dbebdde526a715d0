"""What texts that come in are worked on with, and how they are answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.ids import derived_id
from notify.domain.answer import Reading, language_of
from notify.domain.contacts import Channel, Contacts, Language
from notify.domain.message import Message, Template, Urgency
from notify.domain.preferences import Purpose
from notify.ports import Answers, Messages, Numbers, Seats, UnreadTexts, Writers

REPLY_LASTS = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The ports that a text needs; `seal` seals to our own key."""

    writers: Writers
    answers: Answers
    messages: Messages
    numbers: Numbers
    unread: UnreadTexts
    seats: Seats
    seal: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One text as it came in: from which number, what it says, and whom the number reaches."""

    id: str
    number: str
    text: str
    reading: Reading
    members: tuple[Contacts, ...]
    at: datetime
    written_at: datetime  # as the provider says, where it does

    @property
    def member(self) -> Contacts | None:
        """Give the one member whom the number reaches; where it reaches several, nobody knows who wrote."""
        return self.members[0] if len(self.members) == 1 else None

    @property
    def language(self) -> Language:
        """Tell in which language to answer."""
        return self.member.language if self.member else language_of(self.text)


def reply(template: Template, incoming: Incoming, desk: Desk, *, once: str | None = None) -> None:
    """Answer a text over the number it came from, at any hour, but a few times an hour at most.

    Whoever wrote waits for it, and may have stopped all else. `once` names answers of which one will do.
    """
    message_id = derived_id("reply", once or incoming.id, template)
    if desk.messages.find(message_id) or not desk.numbers.may_be_answered(incoming.number, incoming.at):
        return
    member = incoming.member
    heard = member is not None and Channel.SMS in member.reachable_over() and template is not Template.STOPPED
    desk.messages.add_once(
        [
            Message(
                id=message_id,
                channel=Channel.SMS,
                template=template,
                language=incoming.language,
                params={"time_zone": member.time_zone} if member else {},
                member_id=member.member_id if member and heard else None,
                sealed_recipient=None if heard else desk.seal(incoming.number),
                centre_id=member.centre_id if member else None,
                purpose=Purpose.HELP if template is Template.HELP_NOW else Purpose.ACCOUNT,
                urgency=Urgency.URGENT,
                created_at=incoming.at,
                due_at=incoming.at,
                expires_at=incoming.at + REPLY_LASTS,
            )
        ]
    )
