"""What is done about a text that somebody writes to us."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.ids import derived_id
from notify.domain.answer import Answer, Said, read_text
from notify.domain.contacts import Channel, Contacts
from notify.domain.message import Message, Template, Urgency
from notify.ports import Answers, Messages, Writers

HELP_LASTS = timedelta(hours=12)


def receive_text(
    provider_id: str,
    number: str,
    text: str,
    *,
    writers: Writers,
    answers: Answers,
    messages: Messages,
    at: datetime,
) -> None:
    """Take what a member answers, once for each of the provider's messages; help goes back at once.

    A number that reaches no member, and a text that is no answer, is left alone: the provider gets the
    same answer, so that nobody learns who is a member.
    """
    said = read_text(text)
    member = writers.of(number)
    if not isinstance(said, Said) or member is None:
        return
    answer = Answer(
        id=derived_id("answer", provider_id), member_id=member.member_id, said=said, received_at=at
    )
    answers.add_once(answer)
    if said.needs_help:
        messages.add_once([_help(answer, member)])


def _help(answer: Answer, member: Contacts) -> Message:
    return Message(
        id=derived_id(answer.id, Template.HELP_NOW),
        member_id=member.member_id,
        channel=Channel.SMS,
        template=Template.HELP_NOW,
        language=member.language,
        params={"time_zone": member.time_zone},
        urgency=Urgency.URGENT,
        created_at=answer.received_at,
        due_at=answer.received_at,
        expires_at=answer.received_at + HELP_LASTS,
    )
