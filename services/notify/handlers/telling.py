"""How a fact becomes what each member finds in the inbox, and one message over the channel they chose."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chassis.clock import utc_now
from chassis.events import Event, NotYet
from chassis.ids import derived_id
from notify.domain.bundles import has_opened
from notify.domain.contacts import INBOX, Channel, Contacts
from notify.domain.message import Message, State, Template, Urgency
from notify.domain.preferences import Purpose
from notify.domain.windows import opens_at
from notify.handlers.planning import outbound
from notify.ports import MemberContacts, Messages

_EVERY_CHANNEL = frozenset(str(each) for each in Channel)


@dataclass(frozen=True, kw_only=True)
class News:
    """What a fact is told as: the words, what fills them, and until when it is of use."""

    template: Template
    expires_at: datetime
    params: Mapping[str, Any] = field(default_factory=dict)
    urgency: Urgency = Urgency.TIMELY
    purpose: Purpose = Purpose.MEETINGS
    centre_id: str | None = None  # whose message it is; None: the member's home's

    @property
    def calls_for_help(self) -> bool:
        """Tell whether somebody needs a person now, so that every channel is tried at once."""
        return self.urgency is Urgency.URGENT and self.purpose is Purpose.HELP


def tell(
    event: Event, news: News, member_ids: Collection[str], contacts: MemberContacts, messages: Messages
) -> None:
    """Add what each member is told, once; NotYet after that if one of them is still a stranger.

    Who agrees to urgent messages only is told nothing else; nobody waits for who is gone.
    """
    known = contacts.of(member_ids)
    heard = [each for each in known.values() if news.urgency is Urgency.URGENT or not each.quiet]
    messages.add_once(
        [
            message
            for member in heard
            for message in notice(event, news, member, _told_at(event, news, member, messages))
        ]
    )
    strangers = set(member_ids) - known.keys()
    if strangers and strangers - set(contacts.gone(strangers)):
        raise NotYet("no contacts of a member yet")


def notice(event: Event, news: News, member: Contacts, told_at: datetime | None = None) -> Iterator[Message]:
    """Make what one member is told of one fact, now: it lies in the inbox, and goes over their first channel.

    The other channels they want are its route, also those that do not reach them yet: a contact may be
    added before the first one has failed.
    """
    at = told_at or utc_now()
    told = _as_told(event, news, member, at)
    yield replace(
        told,
        id=_inbox_id(told.id),
        channel=INBOX,
        state=State.DELIVERED,
        since=at,
        history=((State.DELIVERED, at),),
    )
    told = outbound(told, member)
    reachable = member.reachable_over()
    wanted = member.preferences.route(news.purpose, reachable | _EVERY_CHANNEL)
    reaching = [each for each in wanted if each in reachable]
    for channel in reaching if news.calls_for_help else reaching[:1]:
        others = () if news.calls_for_help else tuple(each for each in wanted if each != channel)
        yield replace(told, id=derived_id(told.id, channel), channel=channel, route=others)


def _told_at(event: Event, news: News, member: Contacts, messages: Messages) -> datetime:
    """Tell when a member is told of a fact: now, or when they were, as the inbox knows.

    Only what is heard after its bundle has opened depends on it: heard again, it falls into the same bundle,
    whose message is made if it is not there yet.
    """
    now = utc_now()
    if news.urgency is not Urgency.DIGESTIBLE or not has_opened(member, event.time, now):
        return now
    before = messages.find(_inbox_id(_notice_id(event, news, member)))
    return before.created_at if before else now


def _notice_id(event: Event, news: News, member: Contacts) -> str:
    return derived_id(event.id, member.member_id, news.template)


def _inbox_id(notice_id: str) -> str:
    return derived_id(notice_id, INBOX)


def _as_told(event: Event, news: News, member: Contacts, at: datetime) -> Message:
    """Give what is the same over every channel; its id is the notice's."""
    notice_id = _notice_id(event, news, member)
    return Message(
        id=notice_id,
        notice_id=notice_id,
        member_id=member.member_id,
        channel=INBOX,
        template=news.template,
        language=member.language,
        params={**news.params, "time_zone": member.time_zone},
        urgency=news.urgency,
        purpose=news.purpose,
        centre_id=news.centre_id or member.centre_id,
        created_at=at,
        due_at=opens_at(news.urgency, member.preferences, member.time_zone, at),
        expires_at=news.expires_at,
        fact_id=event.id,
        fact_at=event.time,
        fact_type=event.type,
    )
