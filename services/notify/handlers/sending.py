"""How a message leaves, and how doubt about one is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chassis.clock import utc_now
from notify.domain.contacts import Contacts
from notify.domain.cost import cost_of
from notify.domain.delivery import (
    ASKED_FOR,
    UNRESOLVED,
    Accepted,
    Found,
    NoAnswer,
    Outcome,
    Refused,
    Timings,
    after_look_up,
    after_outcome,
    expired,
    refused,
    released,
    repeated,
)
from notify.domain.errors import Unsealable, Unwritable
from notify.domain.message import Change, Message
from notify.ports import Envelope, MemberContacts, Messages, Provider, Writing

CONTACT_UNKNOWN = "contact-unknown"
UNSEALABLE = "unsealable"
MOST_GIVEN_UP = 500  # at once


def members_of(messages: Sequence[Message], contacts: MemberContacts) -> Mapping[str, Contacts]:
    """Find the members whom messages go to, by id."""
    members = {each.member_id for each in messages if each.member_id}
    return contacts.of(members) if members else {}


def recipients(messages: Sequence[Message], known: Mapping[str, Contacts], contact: str) -> Mapping[str, str]:
    """Find the sealed recipient of each message by its id, of the kind of contact that their channel needs.

    One who cannot be reached is missing.
    """
    found = {each.id: each.sealed_recipient or _sealed(each, known, contact) for each in messages}
    return {message_id: sealed for message_id, sealed in found.items() if sealed}


def _sealed(message: Message, known: Mapping[str, Contacts], contact: str) -> str | None:
    member = known.get(message.member_id or "")
    return member.contact_for(contact) if member else None


def as_wished(message: Message, known: Mapping[str, Contacts]) -> Message:
    """Have a message say as much as its member wishes at this moment."""
    member = known.get(message.member_id or "")
    return replace(message, full=member.preferences.full_wording) if member else message


def refusal_before_sending(message: Message, provider: Provider, at: datetime) -> Change | None:
    """Say why a message is not to be sent after all: nobody needs it any more, or the lease is too short.

    A call that outlives the lease could overlap with the next sender's.
    """
    if message.expires_at <= at:
        return expired(message, at)
    if message.lease is None or message.lease.until - at < timedelta(seconds=provider.timeout):
        return released(message, at)
    return None


def send(message: Message, sealed_recipient: str | None, provider: Provider, writing: Writing) -> Outcome:
    """Open and write one message, and hand it to the provider."""
    envelope = _written(message, sealed_recipient, writing)
    if isinstance(envelope, Refused):
        return envelope
    outcome = provider.send(envelope)
    if isinstance(outcome, Accepted):
        return replace(outcome, cost=cost_of(message.channel, envelope.body, provider.name))
    return outcome


def reconcile(
    message: Message,
    sealed_recipient: str | None,
    provider: Provider,
    writing: Writing,
    messages: Messages,
    timings: Timings,
) -> Change:
    """Find out what became of an unknown message; never send what the provider may have.

    A sign-in code is sent again and nobody asked: somebody waits for it.
    """
    if message.may_be_repeated:
        return repeated(message, utc_now())
    envelope = _written(message, sealed_recipient, writing)
    if isinstance(envelope, Refused):
        return after_outcome(message, envelope, utc_now(), timings)
    look_up = provider.look_up(envelope, message.tried_at, messages.holds)
    if isinstance(look_up, Found) and _may_be_anothers(look_up, message, messages):
        look_up = NoAnswer()
    if isinstance(look_up, Found):
        look_up = replace(look_up, cost=cost_of(message.channel, envelope.body, provider.name))
    return after_look_up(message, look_up, utc_now(), timings)


def give_up_doubts(messages: Messages, at: datetime, timings: Timings) -> int:
    """Fail what stayed unknown for too long, so that the next channel follows; never send it again over this.

    A provider that is away, off or gone answers nobody.
    """
    lasting = messages.unknown_since(at - ASKED_FOR * timings.unresolved_after, MOST_GIVEN_UP)
    return messages.apply([refused(each, at, UNRESOLVED) for each in lasting])


def _may_be_anothers(found: Found, message: Message, messages: Messages) -> bool:
    """Tell whether the text found may be another message's, of the same words and not noted yet.

    Asked in this order: what was being sent when the provider listed it is still, or is noted by now.
    """
    return messages.sends_beside(message) or messages.holds(found.provider_id)


def _written(message: Message, sealed_recipient: str | None, writing: Writing) -> Envelope | Refused:
    if sealed_recipient is None:
        return Refused(CONTACT_UNKNOWN)
    try:
        return writing.envelope(message, sealed_recipient)
    except Unsealable:
        return Refused(UNSEALABLE)
    except Unwritable as error:
        return Refused(error.cause)
