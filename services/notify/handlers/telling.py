"""How a fact becomes one message per member and channel, however often and in whatever order it is heard."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis.clock import utc_now
from chassis.events import Event, NotYet
from chassis.ids import derived_id
from notify.domain.contacts import Channel, Contacts
from notify.domain.message import Message, Template, Urgency
from notify.domain.preferences import Purpose
from notify.ports import MemberContacts, Messages


@dataclass(frozen=True, kw_only=True)
class News:
    """What a fact is told as: the words, what fills them, and until when it is of use."""

    template: Template
    expires_at: datetime
    params: Mapping[str, Any] = field(default_factory=dict)
    urgency: Urgency = Urgency.TIMELY
    purpose: Purpose = Purpose.MEETINGS


def tell(
    event: Event, news: News, member_ids: Collection[str], contacts: MemberContacts, messages: Messages
) -> None:
    """Add one message per member and channel, once; NotYet after that if a member is still a stranger.

    Who agrees to urgent messages only is told nothing else; nobody waits for who is gone.
    """
    added: set[tuple[str, Channel]] = set()
    # A contact may be added meanwhile, by another thread. Either a reading after the messages were added
    # sees it, or it was kept after that reading, and then its own search sees the messages.
    while True:
        known = contacts.of(member_ids)
        heard = [each for each in known.values() if news.urgency is Urgency.URGENT or not each.quiet]
        reached = {(member.member_id, channel) for member in heard for channel in member.sealed}
        if reached <= added:
            break
        messages.add_once(
            [
                _message(Fact(event.id, event.type, event.time), news, known[member_id], channel)
                for member_id, channel in reached - added
            ]
        )
        added |= reached
    strangers = set(member_ids) - known.keys()
    if strangers and strangers - set(contacts.gone(strangers)):
        raise NotYet("no contacts of a member yet")


def tell_what_came_after(event: Event, contacts: MemberContacts, messages: Messages) -> None:
    """Tell over an added contact's channel, once, the facts since then that other channels tell.

    A member has at least the contact they joined by, so a message remembers every such fact.
    """
    member_id, channel, now = event.data["member_id"], event.data["channel"], utc_now()
    member = contacts.of([member_id]).get(member_id)
    if member is None or member.sequence > event.sequence:
        return  # A later event was applied, and this one before it with all that follows from it.
    messages.add_once(
        [
            _message(
                Fact(message.fact_id, message.fact_type, message.fact_at), _news_of(message), member, channel
            )
            for message in messages.about_facts_since(member_id, event.time)
            if message.fact_id
            and message.fact_type
            and message.fact_at
            and message.channel != channel
            and message.expires_at > now
        ]
    )


def _news_of(message: Message) -> News:
    return News(
        template=message.template,
        expires_at=message.expires_at,
        params=message.params,
        urgency=message.urgency,
        purpose=message.purpose,
    )


@dataclass(frozen=True)
class Fact:
    """The event that a message tells."""

    id: str
    type: str
    at: datetime


def _message(fact: Fact, news: News, member: Contacts, channel: Channel) -> Message:
    """Make the message of a fact over a channel; its id is the same however it comes to be made."""
    now = utc_now()
    return Message(
        id=derived_id(fact.id, member.member_id, news.template, channel),
        notice_id=derived_id(fact.id, member.member_id, news.template),
        member_id=member.member_id,
        channel=channel,
        template=news.template,
        language=member.language,
        params={**news.params, "time_zone": member.time_zone},
        urgency=news.urgency,
        purpose=news.purpose,
        centre_id=member.centre_id,
        created_at=now,
        due_at=now,
        expires_at=news.expires_at,
        fact_id=fact.id,
        fact_at=fact.at,
        fact_type=fact.type,
    )
