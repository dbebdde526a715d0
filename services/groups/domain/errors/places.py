"""What can be wrong with an order about a place."""

from typing import ClassVar

from groups.domain.errors.rule import RuleBroken


class OccurrenceUnknown(RuleBroken):
    """There is no such meeting."""


class RegistrationUnknown(RuleBroken):
    """The caller has no such registration; another person's looks just the same."""


class RegistrationClosed(RuleBroken):
    """The meeting has started: places are neither given nor given back any more."""


class MeetingCancelled(RuleBroken):
    """The meeting will not take place."""


class MeetingFull(RuleBroken):
    """Every seat is taken and the queue is at its bound."""


class TooManyChanges(RuleBroken):
    """The member registered for this meeting and cancelled again as often as one may."""


class MeetingBusy(RuleBroken):
    """Too many facts of this meeting wait to be published; it changes again once they are."""

    retry_after: ClassVar[int] = 5  # seconds


class RegistrationCancelled(RuleBroken):
    """This Idempotency-Key stands for a registration that was cancelled since."""


class NotOfYourCentre(RuleBroken):
    """A coordinator acts for the meetings of their own centre only."""
