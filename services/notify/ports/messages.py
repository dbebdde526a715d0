"""Every message and its fate, and what is counted of messages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from notify.domain.budget import Budget
from notify.domain.bundles import TextTried
from notify.domain.bundles import Unread as UnreadNotice
from notify.domain.message import Change, Lease, Message, Urgency


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

    def waiting(self, member_id: str, at: datetime) -> list[Message]:
        """Find what waits to go to a member and falls due after a moment."""

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


class Tallies(Protocol):
    """What members were sent and have not read, asked for a batch of messages right before it leaves."""

    def texts_since(self, member_ids: Collection[str], at: datetime) -> list[TextTried]:
        """Find the texts that were tried since a moment, for members; what is urgent is none of them."""

    def unread_since(self, member_ids: Collection[str], at: datetime) -> list[UnreadNotice]:
        """Find what members have not read of what they were told since a moment."""

    def fill(self, counts: Mapping[str, int]) -> None:
        """Keep what each message says, so that it is recognised should its fate be in doubt."""


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
