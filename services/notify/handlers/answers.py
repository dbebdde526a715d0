"""What is done about a text that somebody writes to us."""

from __future__ import annotations

from datetime import datetime

from chassis.events import DomainEvent
from chassis.ids import derived_id
from notify.domain.answer import Said, Unreadable, Word, read_text
from notify.domain.events.answers import AnswerReceived
from notify.domain.message import Template
from notify.handlers.desk import Desk, Incoming, reply
from notify.handlers.seats_by_text import confirm, give_up
from notify.handlers.stopping import start, stop


def receive_text(
    provider_id: str,
    number: str,
    text: str,
    desk: Desk,
    at: datetime,
    written_at: datetime | None = None,
) -> None:
    """Do what a text says, once for each of the provider's messages, however late or often it comes.

    The provider gets the same answer whatever it says and whoever wrote, so that nobody learns who is a
    member. `written_at` is the provider's own time of the text: between STOP and START the later word holds.
    """
    incoming = Incoming(
        id=derived_id("answer", provider_id),
        number=number,
        text=text,
        reading=read_text(text),
        members=tuple(desk.writers.of(number)),
        at=at,
        written_at=min(written_at or at, at),
    )
    if desk.answers.knows(incoming.id):
        return
    # Everything that follows may be done twice; once the text is known, it is done.
    facts = _follow(incoming, desk)
    member = incoming.member if facts else None
    desk.answers.keep(incoming.id, member.member_id if member else None, facts, at)


def _follow(incoming: Incoming, desk: Desk) -> list[DomainEvent]:
    """Do what follows from a text at once, and give what others are told of it."""
    match incoming.reading:
        case Word.STOP:
            stop(incoming, desk)
        case Word.CONFIRM:
            return confirm(incoming, desk)
        case Word.GIVE_UP | Word.CANCEL:
            return give_up(incoming, desk)
        case Word.START:
            start(incoming, desk)
        case Word.HELP:
            reply(Template.HELP_NOW, incoming, desk)
        case Said() as said:
            return _day(said, incoming, desk)
        case Unreadable() as unreadable:
            _leave_to_a_person(unreadable, incoming, desk)
    return []


def _day(said: Said, incoming: Incoming, desk: Desk) -> list[DomainEvent]:
    """Take a member's answer of how their day is; where help comes first, it goes back at once."""
    if incoming.member is None:
        return []
    if said.needs_help:
        reply(Template.HELP_NOW, incoming, desk)
    return [
        AnswerReceived(
            answer_id=incoming.id,
            member_id=incoming.member.member_id,
            sober=said.sober,
            craving=said.craving,
            received_at=incoming.at,
        )
    ]


def _leave_to_a_person(unreadable: Unreadable, incoming: Incoming, desk: Desk) -> None:
    """Show what nobody else can read to the coordinator of the member's home, and say so once a day.

    A stranger hears nothing, unless it speaks of help: many who write to many are machines.
    """
    if unreadable.speaks_of_help:
        reply(Template.HELP_NOW, incoming, desk)
    if incoming.member is None:
        return
    desk.unread.add_once(incoming.id, incoming.member, desk.seal(incoming.text), incoming.at)
    if not unreadable.speaks_of_help:
        day = derived_id(incoming.member.member_id, incoming.at.date().isoformat())
        reply(Template.NOT_UNDERSTOOD, incoming, desk, once=day)
