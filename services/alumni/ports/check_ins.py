"""Check-ins, and when each member wants to be asked."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from alumni.domain.check_in import CheckIn
from alumni.domain.check_in_plan import CheckInPlan


class CheckIns(Protocol):
    """One check-in a member and day."""

    def say(self, check_in: CheckIn) -> None:
        """Keep what was said, in one write; what was said later stands."""

    def get(self, member_id: str, day: date) -> CheckIn:
        """Load the check-in of a day; CheckInUnknown."""

    def save(self, check_in: CheckIn) -> None:
        """Store state and events; raises StaleAggregate."""

    def latest_days(self, member_ids: Collection[str], since: date) -> dict[str, date]:
        """Name the last day on which each of these members checked in, of those since a day."""


class CheckInPlans(Protocol):
    """When each member wants to be asked."""

    def of(self, member_id: str) -> CheckInPlan | None:
        """Load a member's plan, if they have one."""

    def save(self, plan: CheckInPlan) -> None:
        """Store a plan, new or changed; raises StaleAggregate."""

    def due(self, at: datetime) -> Sequence[CheckInPlan]:
        """Find plans whose next step is due, some at a time."""
