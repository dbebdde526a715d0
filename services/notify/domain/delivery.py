"""What a provider's answer, a receipt or a look at the provider's list means for a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from notify.domain.following import follow_at
from notify.domain.message import EXPIRED, HOURS, Change, Message, State, Template

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=1)
# Who refuses for now, as a greylist does, wants a pause of minutes; the server is not failing.
FIRST_DEFERRAL = timedelta(minutes=1)
LONGEST_DEFERRAL = timedelta(minutes=15)
# A provider that answered late lists the message soon after; one that never had it, never does.
LOOK_UP_AFTER = timedelta(seconds=2)
LOOK_UP_AGAIN = timedelta(seconds=5)  # where the provider could not be asked
TRUST_ABSENCE_AFTER = timedelta(seconds=10)
# Where only a receipt can tell; after this long the next channel is the better bet.
UNRESOLVED_AFTER = timedelta(minutes=5)
UNRESOLVED = "unresolved"
ASKED_FOR = 4  # times as long are providers asked that could tell, but are away

NO_RECEIPT = "no-receipt"  # nobody can tell whether the message arrived, and nobody needs it any more


@dataclass(frozen=True)
class Accepted:
    """The provider has the message, under this id of its own; it costs so many paise."""

    provider_id: str
    cost: int = 0


@dataclass(frozen=True)
class Refused:
    """The provider will not have this message, with its code; for now or for good."""

    code: str
    permanent: bool = True
    retry_after: timedelta | None = None  # of a refusal for now; none: minutes, and longer each time


@dataclass(frozen=True)
class Busy:
    """The provider took nothing: it is away, or asks to come back later."""

    retry_after: timedelta | None = None


@dataclass(frozen=True)
class Ambiguous:
    """The provider may or may not have the message: nobody answered in time, or with sense."""


Outcome = Accepted | Refused | Busy | Ambiguous


@dataclass(frozen=True)
class Found:
    """The provider lists the message."""

    provider_id: str
    state: State = State.SENT
    reason: str | None = None
    cost: int = 0


@dataclass(frozen=True)
class Absent:
    """The provider answered and does not list the message, which it would within this time."""

    listed_within: timedelta = timedelta()


@dataclass(frozen=True)
class ReceiptOnly:
    """The provider can be asked for nothing without its own id; only a receipt can tell."""


@dataclass(frozen=True)
class Repeatable:
    """The channel cannot be asked, but recognises a repeated message and shows it once."""


@dataclass(frozen=True)
class NoAnswer:
    """The provider could not be asked."""


LookUp = Found | Absent | Repeatable | ReceiptOnly | NoAnswer


@dataclass(frozen=True, kw_only=True)
class Timings:
    """How patient this service is; tests are less so."""

    first_retry: timedelta = FIRST_RETRY
    longest_retry: timedelta = LONGEST_RETRY
    first_deferral: timedelta = FIRST_DEFERRAL
    longest_deferral: timedelta = LONGEST_DEFERRAL
    look_up_after: timedelta = LOOK_UP_AFTER
    look_up_again: timedelta = LOOK_UP_AGAIN
    trust_absence_after: timedelta = TRUST_ABSENCE_AFTER
    unresolved_after: timedelta = UNRESOLVED_AFTER


DEFAULT_TIMINGS = Timings()

# Twilio's message statuses: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
PROVIDER_STATUSES: Mapping[str, State] = {
    "accepted": State.SENT,
    "scheduled": State.SENT,
    "queued": State.SENT,
    "sending": State.SENT,
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.DELIVERED,
    "undelivered": State.FAILED,
    "failed": State.FAILED,
    "canceled": State.FAILED,
}


def after_outcome(
    message: Message, outcome: Outcome, at: datetime, timings: Timings = DEFAULT_TIMINGS
) -> Change:
    """Say how a message goes on after the provider's answer; nothing is tried past its expiry."""
    match outcome:
        case Accepted(provider_id, cost):
            sent = _held(message, State.SENT, at, provider_id=provider_id)
            return replace(sent, cost=cost, centre_id=message.centre_id)
        case Refused(code, permanent, retry_after):
            if permanent:
                return _held(message, State.FAILED, at, reason=code)
            return _again(message, at, retry_after or _deferral(message, timings), reason=code)
        case Busy(retry_after):
            return _again(message, at, retry_after or _backoff(message, timings))
        case Ambiguous() if message.may_be_repeated:
            return repeated(message, at)
        case Ambiguous():
            return _held(message, State.UNKNOWN, at, due_at=at + timings.look_up_after)


def after_look_up(
    message: Message, look_up: LookUp, at: datetime, timings: Timings = DEFAULT_TIMINGS
) -> Change:
    """Say what became of an unknown message; it is sent again only where that repeats nothing."""
    match look_up:
        case Found(provider_id, state, reason, cost):
            found = _held(message, state, at, provider_id=provider_id, reason=reason)
            otherwise = after_look_up(message, NoAnswer(), at, timings)
            return replace(found, cost=cost, centre_id=message.centre_id, otherwise=otherwise)
        case Repeatable():
            return _again(message, at, timedelta())
        case Absent(within) if at - message.updated_at >= max(timings.trust_absence_after, within):
            return _again(message, at, timedelta())
        case Absent():
            return _held(message, State.UNKNOWN, at, due_at=at + timings.look_up_after, moves=False)
        case ReceiptOnly() if message.template is Template.SIGN_IN_CODE:
            return _again(message, at, timedelta())  # A code that comes twice is the same code.
        case ReceiptOnly() if message.expires_at <= at:
            return refused(message, at, NO_RECEIPT)
        case ReceiptOnly() if message.updated_at + timings.unresolved_after <= at:
            return refused(message, at, UNRESOLVED)
        case ReceiptOnly():
            until = min(message.expires_at, message.updated_at + timings.unresolved_after)
            return _held(message, State.UNKNOWN, at, due_at=until, moves=False)
        case NoAnswer():
            return _held(message, State.UNKNOWN, at, due_at=at + timings.look_up_again, moves=False)


def after_receipt(
    message: Message, state: State, at: datetime, provider_id: str, reason: str | None
) -> Change:
    """Let a receipt settle the message, whatever the sender knew; the rules of state decide if it counts."""
    return Change(
        message_id=message.id,
        channel=message.channel,
        to=state,
        at=at,
        provider_id=provider_id,
        reason=reason,
        follow_at=follow_at(message, state, at, reason),
    )


def released(message: Message, at: datetime) -> Change:
    """Give back a message that was taken but not tried."""
    return _held(message, State.CREATED, at, due_at=at)


def declined(message: Message, at: datetime, provider: str) -> Change:
    """Leave a message that one provider will not take to the others of its channel."""
    return replace(_held(message, State.CREATED, at, due_at=at), declined_by=provider)


def held_until(message: Message, opens_at: datetime, at: datetime) -> Change:
    """Let a message that was taken wait until it may go, or give it up where nobody needs it by then."""
    if opens_at >= message.expires_at:
        return expired(message, at)
    return _held(message, State.CREATED, at, due_at=opens_at, reason=HOURS)


def brought_forward(message: Message, opens_at: datetime, at: datetime) -> Change:
    """Let a message that waits for its member's hours go when they open now."""
    return _held(message, State.CREATED, at, due_at=opens_at, reason=message.reason, moves=False)


def refused(message: Message, at: datetime, reason: str) -> Change:
    """Give up a message that its member must not or will not get over this channel."""
    return _held(message, State.FAILED, at, reason=reason)


def repeated(message: Message, at: datetime) -> Change:
    """Send a message again whatever became of it; only for one that may be repeated."""
    return _again(message, at, timedelta())


def expired(message: Message, at: datetime) -> Change:
    """Give up a message that nobody needs any more."""
    return _held(message, State.FAILED, at, reason=EXPIRED)


def _again(message: Message, at: datetime, delay: timedelta, reason: str | None = None) -> Change:
    if at + delay >= message.expires_at:
        return expired(message, at)
    return _held(message, State.CREATED, at, due_at=at + delay, reason=reason)


def _backoff(message: Message, timings: Timings) -> timedelta:
    return _doubled(timings.first_retry, timings.longest_retry, message.attempts)


def _deferral(message: Message, timings: Timings) -> timedelta:
    return _doubled(timings.first_deferral, timings.longest_deferral, message.attempts)


def _doubled(first: timedelta, longest: timedelta, attempts: int) -> timedelta:
    doublings = min(max(attempts - 1, 0), 16)
    return min(first * (1 << doublings), longest)


def _held(
    message: Message,
    to: State,
    at: datetime,
    *,
    due_at: datetime | None = None,
    provider_id: str | None = None,
    reason: str | None = None,
    moves: bool = True,
) -> Change:
    return Change(
        message_id=message.id,
        channel=message.channel,
        to=to,
        at=at,
        lease=message.lease.token if message.lease else None,
        due_at=due_at,
        provider_id=provider_id,
        reason=reason,
        moves=moves,
        follow_at=follow_at(message, to, at, reason),
    )
