"""Facts about a centre, sent to a system of the centre's own: tried for a day, then kept as dead letters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

MAX_WEBHOOKS = 10  # of a centre
ROTATION_OVERLAP = timedelta(hours=24)  # in which both secrets sign
GIVEN_UP_AFTER = timedelta(days=3)  # without one delivery that arrived
LEASE = timedelta(minutes=2)  # of one try; longer than any try takes
# How long is waited after each try that failed: eight tries in a little more than a day.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 420, 780))
TRIES = len(PAUSES) + 1


class Kind(StrEnum):
    """The facts that a centre may hear of."""

    MEMBER_CONFIRMED_HOME = "member.confirmed-home"
    MEMBER_LEFT_HOME = "member.left-home"
    REACH_ASKED = "reach.asked"
    REACH_OVERDUE = "reach.overdue"
    CENTRE_SUSPENDED = "centre.suspended"
    CENTRE_RESUMED = "centre.resumed"


class Outcome(StrEnum):
    """What came of a try; nothing that the other side said is kept."""

    DELIVERED = "delivered"
    ANSWERED_OTHERWISE = "answered-otherwise"  # with another status than 2xx, a redirection among them
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # by us: the address is not (any more) one of the public internet
    PAUSED = "paused"  # not tried at all


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Where a centre hears of which facts; its secret is derived from its id and generation."""

    id: str
    centre_id: str
    url: str
    kinds: frozenset[Kind]
    created_at: datetime
    generation: int = 1
    rotated_at: datetime | None = None
    failing_since: datetime | None = None
    paused_at: datetime | None = None

    def generations(self, at: datetime) -> tuple[int, ...]:
        """Name the secrets that sign now, the newest first."""
        overlaps = self.rotated_at is not None and at < self.rotated_at + ROTATION_OVERLAP
        return (self.generation, self.generation - 1) if overlaps else (self.generation,)

    def has_failed_for_long(self, at: datetime) -> bool:
        """Tell whether nothing has arrived for so long that it is paused until somebody looks."""
        return self.failing_since is not None and self.failing_since + GIVEN_UP_AFTER <= at


class DeliveryState(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One fact on its way to one webhook: ids only."""

    id: str
    webhook_id: str
    centre_id: str
    kind: str
    occurred_at: datetime
    data: Mapping[str, str]
    due_at: datetime
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    outcome: Outcome | None = None
    ended_at: datetime | None = None

    def after(self, outcome: Outcome, *, at: datetime) -> Self:
        """Say how it goes on after a try: delivered, tried again later, or a dead letter."""
        tries = self.tries + 1
        if outcome is Outcome.DELIVERED:
            return replace(self, state=DeliveryState.DELIVERED, tries=tries, outcome=outcome, ended_at=at)
        if tries >= TRIES:
            return replace(self, state=DeliveryState.DEAD, tries=tries, outcome=outcome, ended_at=at)
        return replace(self, tries=tries, outcome=outcome, due_at=at + PAUSES[tries - 1])
