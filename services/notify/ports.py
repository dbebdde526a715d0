"""What the handlers and the sender need of the world."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from chassis.events import DomainEvent, Event
from notify.domain.audience import Count, Segment
from notify.domain.broadcast import Broadcast, Phase
from notify.domain.budget import Budget
from notify.domain.bundles import TextTried
from notify.domain.bundles import Unread as UnreadNotice
from notify.domain.contacts import Channel, Contacts, Language
from notify.domain.delivery import LookUp, Outcome
from notify.domain.faults import Fault
from notify.domain.message import Change, Lease, Message, Urgency
from notify.domain.offer import Offer
from notify.domain.preferences import Preferences
from notify.domain.seat import Seat
from notify.domain.senders import Sender
from notify.domain.switch import Switch


class MemberContacts(Protocol):
    """The contacts of members, each as of the last event of alumni that was applied.

    Every change carries that event's sequence and is ignored unless it is above the stored one.
    """

    def keep(self, contacts: Contacts) -> None:
        """Keep all that is known of a member, new or not."""

    def keep_contact(self, member_id: str, channel: Channel, sealed: str, sequence: int) -> bool:
        """Replace the contact of one channel; False for a member nobody told us of."""

    def drop_contact(self, member_id: str, channel: Channel, sequence: int) -> bool:
        """Forget the contact of one channel; False for a member nobody told us of."""

    def keep_preferences(self, member_id: str, language: Language, time_zone: str, sequence: int) -> bool:
        """Keep how to speak to a member; False for a member nobody told us of."""

    def keep_role(self, member_id: str, whom: str, sequence: int, *, granted: bool) -> bool:
        """Keep whether a member acts for a centre or the network; False for a member nobody told us of."""

    def keep_quiet(self, member_id: str, sequence: int, *, quiet: bool) -> bool:
        """Keep whether a member agrees to urgent messages only; False for a member nobody told us of.

        `sequence` is that of the member's consent, which has events of its own.
        """

    def keep_home(self, member_id: str, centre_id: str | None, sequence: int) -> bool:
        """Keep which centre a member is at home in; False for a member nobody told us of.

        The sequence is kept beside that of the other changes, so that an old one heard late is not lost
        behind them.
        """

    def acting_for(self, whom: Collection[str]) -> Collection[str]:
        """Name the members who act for any of these."""

    def gone(self, member_ids: Collection[str]) -> Collection[str]:
        """Name those who were erased: nobody waits for them, and nothing is kept of them again."""

    def of(self, member_ids: Collection[str]) -> Mapping[str, Contacts]:
        """Find the contacts of members by id; unknown ones are missing from the answer."""


class PersonalData(Protocol):
    """Everything that this service holds of a person; each step may be repeated."""

    def erase(self, member_id: str) -> int:
        """Erase whatever is left of a member, contacts first; tell of how many documents."""

    def answer(self, erasure_id: str, records: int) -> None:
        """Tell, once, that nothing is left."""


class Glasses(Protocol):
    """Contacts that two persons opened for a threat to life."""

    def keep(self, event: Event) -> None:
        """Keep an opening, once, however often it is heard."""


class SealedContacts(Protocol):
    """The contacts that alumni keeps, sealed to us; each is fetched when a fact says that it is there.

    What is fetched may be newer than the fact; a later fact then brings the same again.
    """

    def of_member(self, member_id: str) -> Mapping[Channel, str]:
        """Give the contacts of a member by channel; none of a member who is gone."""

    def of_attempt(self, attempt_id: str) -> str | None:
        """Give the contact that a code goes to; None where the attempt is gone."""


class Messages(Protocol):
    """Every message and its fate."""

    def add_once(self, messages: Sequence[Message]) -> int:
        """Add the messages whose ids are new, and only those; the answer is how many."""

    def find(self, message_id: str) -> Message | None:
        """Find one message."""

    def about_facts_since(self, member_id: str, at: datetime) -> list[Message]:
        """Find every message that tells a member of a fact at or after a moment, whatever became of it.

        What was added before the call is found.
        """

    def claim(
        self,
        channel: str,
        provider: str,
        lease: Lease,
        limit: int,
        at: datetime,
        classes: Collection[Urgency] = tuple(Urgency),
        declined_by: Collection[str] = (),
    ) -> list[Message]:
        """Take due messages of a channel to `sending`, the urgent first; no two claims get the same.

        It is noted that the provider is handed them; one that declined a message does not get it again.
        With `declined_by` only what one of these providers declined is taken.
        """

    def claim_unknown(
        self, channel: str, provider: str, lease: Lease, limit: int, at: datetime
    ) -> list[Message]:
        """Take due unknown messages of a channel that a provider was handed, to reconcile them alone."""

    def apply(self, changes: Sequence[Change]) -> int:
        """Make each change that is still allowed; the answer is how many were.

        No two messages hold the same provider's id: of the second, the change without it is made.
        """

    def withdraw(self, message_ids: Collection[str], reason: str, at: datetime) -> int:
        """Give up those that still wait for their time; the answer is how many."""

    def fail_waiting(self, member_ids: Collection[str], channel: str, reason: str, at: datetime) -> int:
        """Fail whatever waits to go to members over a channel; the answer is how many messages."""

    def lapse(self, at: datetime) -> int:
        """Make every message unknown whose sender let its lease run out; the answer is how many."""

    def to_follow(self, at: datetime, limit: int) -> list[Message]:
        """Find messages whose next channel is to be tried by a moment, whoever waits longest first."""

    def stop_following(self, message_ids: Collection[str], at: datetime) -> int:
        """Try no other channel for these, unless that falls due later; the answer is how many it was."""

    def read_among(self, message_ids: Collection[str]) -> Collection[str]:
        """Name those that their member has read in the inbox."""

    def unknown_since(self, at: datetime, limit: int) -> list[Message]:
        """Find messages that have been unknown since before a moment and that nobody holds."""

    def expire(self, channel: str, at: datetime) -> int:
        """Fail the waiting messages of a channel that nobody needs any more; the answer is how many."""

    def holds(self, provider_id: str) -> bool:
        """Tell whether any message is known to be the provider's message of this id."""

    def sends_beside(self, message: Message) -> bool:
        """Tell whether a sender holds another message to the same member over the same channel."""

    def backlog(self, channels: Collection[str], at: datetime) -> Mapping[str, int]:
        """Count the messages of each of the channels that are due and wait."""


class Refusals(Protocol):
    """Messages that a provider refused because the contact is dead, by its own codes."""

    def unheeded(self, limit: int) -> list[Message]:
        """Find messages whose contact is dead and that nobody heeded yet."""

    def heed(self, message_ids: Sequence[str]) -> None:
        """Note that what follows from these was done."""


class Reach(Protocol):
    """Who cannot be reached over which channel; each change is told by a fact, once."""

    def lost(self, member_id: str, channel: str, tried_at: datetime, at: datetime) -> bool:
        """Note that a contact is dead, unless it was replaced since it was tried; True where that is new."""

    def found(self, member_id: str, channel: str, at: datetime) -> None:
        """Note that the contact of a channel has changed: whether the new one is dead, nobody knows."""


class Budgets(Protocol):
    """What centres may spend in a month, and have spent; amounts are paise."""

    def spend(self, sums: Mapping[tuple[str, str, str], int]) -> None:
        """Add what was spent, by centre, month and channel."""

    def set_cap(self, centre_id: str, cap: int | None) -> None:
        """Let a centre spend so much a month; None: whatever it takes."""

    def of(self, centre_id: str, month: str) -> Budget:
        """Give the month of a centre; of one that never spent, nothing."""

    def at_least(self, percent: int, month: str) -> Collection[str]:
        """Name the centres that have spent so much of their cap."""

    def to_warn(self, month: str) -> Collection[tuple[str, int]]:
        """Name the centres to be warned, with the per cent that nobody told them of yet."""

    def note_warned(self, centre_id: str, month: str, percent: int) -> None:
        """Remember that a centre was warned."""


class Switches(Protocol):
    """Which providers are used, as operators decide; senders obey within a second."""

    def turn(self, switch: Switch) -> None:
        """Let a provider stand so from now on."""

    def all(self) -> Mapping[str, Switch]:
        """Give the switches by provider; a provider without one is on."""


class Tallies(Protocol):
    """What members were sent and have not read, asked for a batch of messages right before it leaves."""

    def texts_since(self, member_ids: Collection[str], at: datetime) -> list[TextTried]:
        """Find the texts that were tried since a moment, for members; what is urgent is none of them."""

    def unread_since(self, member_ids: Collection[str], at: datetime) -> list[UnreadNotice]:
        """Find what members have not read of what happened since a moment."""

    def fill(self, counts: Mapping[str, int]) -> None:
        """Keep what each message says, so that it is recognised should its fate be in doubt."""


class Writers(Protocol):
    """Who writes to us."""

    def of(self, number: str) -> Sequence[Contacts]:
        """Find the members whom a number in E.164 reaches; mostly one, of strangers none."""


class Choices(Protocol):
    """What members chose."""

    def of(self, member_id: str) -> Contacts:
        """Find a member with what they chose; raises MemberUnknown."""

    def change(self, member_id: str, how: Callable[[Preferences], Preferences]) -> Preferences:
        """Change what a member chose; raises MemberUnknown. Of two at once, each sees the other's change."""

    def may_test(self, member_id: str, at: datetime, pause: timedelta) -> bool:
        """Note that a member asks for a test now; False where the last one was less than a pause ago."""


class Seats(Protocol):
    """The places of members in meetings, of which they are reminded."""

    def of(self, seat_ids: Collection[str]) -> Mapping[str, Seat]:
        """Find seats by id; those that nobody ever had are missing from the answer."""

    def of_member(self, member_id: str, at: datetime) -> list[Seat]:
        """Find the seats of a member in meetings that begin after a moment."""

    def due(self, at: datetime, limit: int) -> list[Seat]:
        """Find seats whose next reminder is due, those that waited longest first."""

    def save(self, seats: Sequence[Seat]) -> Collection[str]:
        """Save each seat unless it changed since it was read; name those that were saved."""


class Answers(Protocol):
    """What came in by text, once everything was done about it."""

    def knows(self, answer_id: str) -> bool:
        """Tell whether everything was done about a text."""

    def keep(self, answer_id: str, member_id: str | None, facts: Sequence[DomainEvent], at: datetime) -> None:
        """Keep that a text was taken, with what others are told of it, once."""


class Numbers(Protocol):
    """The numbers that write to us, whoever they reach, and what they said about texts."""

    def stop(self, number: str, said_by: str, at: datetime) -> bool:
        """Let no text go to a number; False where it was so before, or a later word holds.

        `said_by` is the id of the text that says so; said again by the same, the answer is the same.
        """

    def start(self, number: str, said_by: str, at: datetime) -> bool:
        """Let texts go to a number again; False where it was so before, or a later word holds."""

    def start_member(self, member_id: str, at: datetime) -> bool:
        """Let texts go to a member's number again; False where it was so before."""

    def may_be_answered(self, number: str, at: datetime) -> bool:
        """Count an answer to a number; False where it had enough of them in this hour."""


class Offers(Protocol):
    """The seats that an answer by text may mean; a change applies unless a later fact of its meeting was."""

    def keep(self, offer: Offer, sequence: int) -> None:
        """Keep a member's seat."""

    def drop(self, member_id: str, occurrence_id: str, starts_at: datetime, sequence: int) -> None:
        """Keep that a member has no seat."""

    def move(
        self,
        member_ids: Collection[str],
        occurrence_id: str,
        starts_at: datetime,
        sequence: int,
        *,
        told_at: datetime,
        gone: bool = False,
    ) -> None:
        """Keep when the seats of a meeting begin now, or that none of them is left."""

    def of(self, member_id: str, at: datetime) -> Sequence[Offer]:
        """List the seats of a member in meetings that begin after a moment."""


class UnreadTexts(Protocol):
    """Texts that only a person can read."""

    def add_once(self, text_id: str, member: Contacts, sealed: str, at: datetime) -> None:
        """Keep a text, sealed, for the coordinators of the member's home."""

    def handle(self, text_id: str, centre_id: str, by: str, at: datetime) -> bool:
        """Note who saw to a text of a home, the first time; False where the home has no such text."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A message opened for sending: the only place where a contact is in plain sight.

    A text's body is the registered text of `dlt_template_id` with `values` filled in, in their order;
    some providers want the one and some the other.
    """

    message_id: str
    language: Language
    template: str
    category: str  # of the operators' register: transactional, service-implicit ...
    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    dlt_template_id: str
    values: tuple[str, ...] = field(repr=False)
    sender: Sender  # as whom it leaves
    preferences_url: str | None = field(default=None, repr=False)  # of an e-mail to a member
    unsubscribe_url: str | None = field(default=None, repr=False)  # unless it is always sent


class Provider(Protocol):
    """A way out to people; every answer is a value, and a contact is in none of them."""

    name: str  # as the configuration and `Message.provider` have it
    timeout: float  # seconds after which `send` has answered
    faults: Mapping[str, Fault]  # whose fault a code means; Fault.MESSAGE for every other code

    def send(self, envelope: Envelope) -> Outcome:
        """Hand one message to the provider, once."""

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        """Look for a message handed over since a moment; `held` tells ids that are other messages'."""

    def close(self) -> None:
        """Let go of every connection."""


class Writing(Protocol):
    """Opens what is sealed and puts a message into words, at the moment of sending."""

    def envelope(self, message: Message, sealed_recipient: str) -> Envelope:
        """Write the message in its language to its recipient; raises Unsealable or Unwritable."""


class Segments(Protocol):
    """The people of a centre, by what this service knows of them."""

    def count(self, segment: Segment, at: datetime) -> Count:
        """Count who is meant, and who of them is not written to at a moment, by cause."""

    def behind(self, segment: Segment, member_id: str | None, limit: int) -> list[Contacts]:
        """Give those who follow a member by id, in this order; None: from the first on."""


class Broadcasts(Protocol):
    """What coordinators write to many."""

    def add(self, broadcast: Broadcast) -> Broadcast:
        """Keep a new one, and give what is kept under its id; raises TooManyBroadcasts."""

    def get(self, broadcast_id: str) -> Broadcast:
        """Load one; raises BroadcastUnknown."""

    def save(self, broadcast: Broadcast) -> None:
        """Write the state and its events, but not the walk; raises BroadcastStale."""

    def remove(self, broadcast: Broadcast) -> None:
        """Delete one; raises BroadcastStale."""

    def advance(self, broadcast: Broadcast, behind: str | None) -> bool:
        """Write how far the walk came, if it runs and was at `behind` till now; False otherwise."""

    def due(self, at: datetime) -> list[Broadcast]:
        """Give those whose time has come, the oldest first."""

    def in_phase(self, phase: Phase, since: datetime | None = None) -> list[Broadcast]:
        """Give those in a phase, which ended not before a moment."""


class BroadcastMessages(Protocol):
    """The messages of broadcasts, all of one at once."""

    def halt(self, broadcast_id: str, at: datetime) -> int:
        """Give up every message that no sender has taken yet; the answer is how many."""

    def on_their_way(self, broadcast_id: str) -> bool:
        """Tell whether any message still waits or is in doubt."""
