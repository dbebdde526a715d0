"""The message: one text or e-mail to one person, from the fact that caused it to its fate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from notify.domain.contacts import Language
from notify.domain.preferences import Purpose


class State(StrEnum):
    """Where a message is on its way."""

    CREATED = "created"  # waits for its time, or to be tried again
    SENDING = "sending"  # one sender holds it and is about to call the provider
    SENT = "sent"  # the provider has it
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"  # the provider may have it; to be reconciled before anything else


# The only steps a message may take. A receipt overtakes whatever the sender knew, so `sent`,
# `delivered` and `failed` follow from every state before them, and nothing follows from the last two.
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.CREATED: frozenset({State.SENDING, State.SENT, State.DELIVERED, State.FAILED}),
    State.SENDING: frozenset(
        {State.CREATED, State.SENT, State.DELIVERED, State.FAILED, State.UNKNOWN},
    ),
    State.UNKNOWN: frozenset({State.CREATED, State.SENT, State.DELIVERED, State.FAILED}),
    State.SENT: frozenset({State.DELIVERED, State.FAILED}),
    State.DELIVERED: frozenset(),
    State.FAILED: frozenset(),
}

# From here on nobody needs what is sealed any more: a sign-in code, and to whom it went.
SETTLED = frozenset({State.SENT, State.DELIVERED, State.FAILED})

# How often a sign-in code is tried before doubt about it is settled like any other.
MOST_REPEATED = 3

CODE = "code"  # the one of all params that is sealed

COUNT = "count"  # of what is new, in a message that says only that
SINCE = "since"  # when that began
OF_ALL = "of_all"  # whether it is about everything, or about what is bundled

EXPIRED = "expired"
READ = "read"  # what a message was to say has been read meanwhile
OVER_DAILY_LIMIT = "over-daily-limit"  # the member wants so many texts a day and no more
UNWANTED = "unwanted"  # the member does not agree to messages any more
GIVEN_UP = "given-up"  # the place, or the meeting, that a message reminds of
HOURS = "hours"  # a message that was due waits for its member's hours


def states_before(later: State) -> frozenset[State]:
    """Name every state from which a message may step to `later`."""
    return frozenset(state for state, following in TRANSITIONS.items() if later in following)


class Urgency(IntEnum):
    """The class of a message, which says who goes first and what it may pass."""

    URGENT = 0  # at any hour; a person waits for a sign-in code with the phone in the hand
    TIMELY = 1  # as soon as the member's hours allow
    DIGESTIBLE = 2  # together with others, in one message
    BULK = 3  # to many at once, behind everything else


class Template(StrEnum):
    """What a message says; its words are data in `notify/templates`."""

    SIGN_IN_CODE = "sign-in-code"
    PLACE_CONFIRMED = "place-confirmed"
    PLACE_QUEUED = "place-queued"
    PLACE_PROMOTED = "place-promoted"
    REGISTRATION_CANCELLED = "registration-cancelled"
    MEETING_CANCELLED = "meeting-cancelled"
    PLACE_PROMISED = "place-promised"
    PLACE_RELEASED = "place-released"
    MEETING_CHANGED = "meeting-changed"
    REACH_OUT = "reach-out"
    NEEDED_NOW = "needed-now"
    PAPERS_LAPSED = "papers-lapsed"
    PAPERS_EXPIRING = "papers-expiring"
    PLACE_PAUSED = "place-paused"
    ANSWER_WANTED = "answer-wanted"
    NEWS_WAITS = "news-waits"
    HOW_IS_TODAY = "how-is-today"
    BUDGET_WARNING = "budget-warning"
    SPECIAL_DAY = "special-day"
    HELP_NOW = "help-now"
    CONTACT_OPENED = "contact-opened"
    DOWNLOAD_READY = "download-ready"
    TEST_MESSAGE = "test-message"
    REMINDER = "reminder"
    DIGEST = "digest"
    STOPPED = "stopped"
    STARTED = "started"
    NOT_UNDERSTOOD = "not-understood"
    WHICH_PLACE = "which-place"
    PLACE_GONE = "place-gone"
    INVITATION = "invitation"
    HOURS_CHANGE = "hours-change"
    AWAY_FOR_A_WHILE = "away-for-a-while"


@dataclass(frozen=True)
class Lease:
    """The right of one sender to a message, until a moment."""

    token: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message to one person over one channel.

    Exactly one of `member_id` and `sealed_recipient` says to whom. `params` fill the template's
    variables and hold no contact and no free text; a sign-in code in them stays sealed.
    `fact_id`, `fact_at` and `fact_type` name the event that a member is told of, its time and its type.
    `notice_id` is the same for every message that tells one person one thing, whatever the channel;
    `route` names the channels to try after this one, and `follow_at` says when, unless it is delivered.
    """

    id: str
    channel: str
    template: Template
    language: Language
    params: Mapping[str, Any] = field(repr=False)
    created_at: datetime
    due_at: datetime
    expires_at: datetime
    member_id: str | None = None
    sealed_recipient: str | None = field(default=None, repr=False)
    fact_id: str | None = None
    fact_at: datetime | None = None
    fact_type: str | None = None
    notice_id: str | None = None
    route: tuple[str, ...] = ()
    follow_at: datetime | None = None
    urgency: Urgency = Urgency.TIMELY
    purpose: Purpose = Purpose.ACCOUNT
    centre_id: str | None = None  # whose message it is: it pays, and is named in "full" wording
    broadcast_id: str | None = None
    seat_id: str | None = None  # of a reminder: the place that it reminds of
    provider: str | None = None  # by name: who was handed the message last
    declined_by: tuple[str, ...] = ()  # providers that will not take it, for a reason of their own
    read_at: datetime | None = None  # of a message in the inbox
    full: bool = False  # not kept: what the member wishes at the moment of sending
    state: State = State.CREATED
    since: datetime | None = None  # when it took its present state; None while it never moved
    attempts: int = 0
    lease: Lease | None = None
    provider_id: str | None = None
    reason: str | None = None  # why it failed, or waits: the provider's code, or one of ours
    history: tuple[tuple[State, datetime], ...] = ()

    def untried(self, at: datetime) -> Message:
        """Give what the message says as one that is made now: nothing became of it yet."""
        return replace(
            self,
            created_at=at,
            state=State.CREATED,
            since=None,
            follow_at=None,
            attempts=0,
            lease=None,
            provider=None,
            declined_by=(),
            provider_id=None,
            reason=None,
            history=(),
        )

    @property
    def updated_at(self) -> datetime:
        """Tell when the message last changed its state."""
        return self.since or self.created_at

    @property
    def tried_at(self) -> datetime:
        """Tell when a sender last took the message; what the provider has of it came after."""
        takings = (at for state, at in reversed(self.history) if state is State.SENDING)
        return next(takings, self.created_at)

    @property
    def waits_for_hours(self) -> bool:
        """Tell whether it waits for its member's hours alone: for no bundle, no turn of many, no provider."""
        if self.state is not State.CREATED:
            return False
        is_timed = self.template is Template.DIGEST or self.broadcast_id is not None
        return self.reason == HOURS or (self.attempts == 0 and not is_timed)

    @property
    def may_be_repeated(self) -> bool:
        """Tell whether two are better than none: of a sign-in code, for which somebody waits right now."""
        return (
            self.template is Template.SIGN_IN_CODE
            and self.urgency is Urgency.URGENT
            and self.attempts < MOST_REPEATED
        )


@dataclass(frozen=True, kw_only=True)
class Change:
    """One step of one message, to be made only from a state that allows it.

    With `lease` it is the word of the sender or reconciler that holds the message, and void once
    the lease is somebody else's. Without, it is a receipt's. With `moves` False the message stays as
    it is and only waits until `due_at`. `otherwise` is the step where another message holds `provider_id`.
    """

    message_id: str
    channel: str
    to: State
    at: datetime
    lease: str | None = None
    due_at: datetime | None = None
    provider_id: str | None = None
    reason: str | None = None
    declined_by: str | None = None
    moves: bool = True
    follow_at: datetime | None = None  # when the next channel is to be tried; a step without it ends that
    otherwise: Change | None = None
    cost: int = 0  # paise, of what the provider took
    centre_id: str | None = None  # who pays

    @property
    def without_provider(self) -> Change:
        """Give the step for a message whose provider's id another holds.

        What the provider says of the message itself counts without the id.
        """
        return self.otherwise or replace(self, provider_id=None)

    @property
    def allowed_from(self) -> frozenset[State]:
        """Name the states in which this change still applies."""
        return states_before(self.to) if self.moves else frozenset({self.to})

    def applied_to(self, message: Message) -> Message | None:
        """Give the message after this change, or None where it does not apply (any more)."""
        if message.state not in self.allowed_from or not self._holds(message):
            return None
        return replace(
            message,
            state=self.to,
            since=self.at if self.moves else message.since,
            lease=None,
            due_at=self.due_at or message.due_at,
            follow_at=self.follow_at if self.moves else message.follow_at,
            provider_id=self.provider_id or message.provider_id,
            reason=self.reason,
            declined_by=(*message.declined_by, self.declined_by) if self.declined_by else message.declined_by,
            history=(*message.history, (self.to, self.at)) if self.moves else message.history,
            params=_without_code(message.params) if self.to in SETTLED else message.params,
            sealed_recipient=None if self.to in SETTLED else message.sealed_recipient,
        )

    def _holds(self, message: Message) -> bool:
        if self.lease is None:
            return True
        return message.lease is not None and message.lease.token == self.lease


def _without_code(params: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in params.items() if name != CODE}
