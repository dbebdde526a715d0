"""STOP and START: what somebody says about texts holds at once, and for the number that says it."""

from __future__ import annotations

from datetime import datetime

from chassis.events import DomainEvent
from chassis.ids import derived_id, new_id
from notify.domain.contacts import Channel, Contacts
from notify.domain.events.answers import TextsStarted, TextsStopped
from notify.domain.message import Template
from notify.handlers.desk import Desk, Incoming, reply
from notify.handlers.permission import STOPPED
from notify.ports import Answers, Numbers


def stop(incoming: Incoming, desk: Desk) -> None:
    """Write to the number no more, whoever it is; what waits for it fails, and one text says so.

    Of what waits, the next channel of each member is told unless they do not want it there.
    """
    changed = desk.numbers.stop(incoming.number, incoming.id, incoming.written_at)
    desk.messages.fail_waiting(
        [each.member_id for each in incoming.members], Channel.SMS, STOPPED, incoming.at
    )
    if changed:
        _tell(incoming, desk, TextsStopped)
        reply(Template.STOPPED, incoming, desk)


def start(incoming: Incoming, desk: Desk) -> None:
    """Write to the number again; one text says so."""
    if desk.numbers.start(incoming.number, incoming.id, incoming.written_at):
        _tell(incoming, desk, TextsStarted)
        reply(Template.STARTED, incoming, desk)


def start_member(member: Contacts, numbers: Numbers, answers: Answers, at: datetime) -> None:
    """Write to the number of a member again who says so on their page; once only."""
    if Channel.SMS in member.stopped and numbers.start_member(member.member_id, at):
        answers.keep(new_id(), member.member_id, [TextsStarted(member_id=member.member_id, at=at)], at)


def _tell(incoming: Incoming, desk: Desk, fact: type[TextsStopped] | type[TextsStarted]) -> None:
    for member in incoming.members:
        told: DomainEvent = fact(member_id=member.member_id, at=incoming.written_at)
        desk.answers.keep(derived_id(incoming.id, member.member_id), member.member_id, [told], incoming.at)
