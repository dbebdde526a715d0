"""Milestones that were reached, and what others say to them."""

from typing import Protocol

from alumni.domain.reached import Congratulation, ReachedMilestone


class Milestones(Protocol):
    """The milestones that members have reached."""

    def add_once(self, milestone: ReachedMilestone) -> None:
        """Store one with its event, unless it is known."""

    def get(self, milestone_id: str) -> ReachedMilestone:
        """Load one; MilestoneUnknown."""

    def save(self, milestone: ReachedMilestone) -> None:
        """Store its state; raises StaleAggregate."""


class Congratulations(Protocol):
    """What each person says to each milestone."""

    def of(self, congratulation: Congratulation) -> Congratulation:
        """Load what this person said to this milestone, or give it back as it is new."""

    def save(self, congratulation: Congratulation) -> None:
        """Store it, new or changed; raises StaleAggregate."""
