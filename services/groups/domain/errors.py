"""What can go wrong, in the field's words; the HTTP edge alone knows a status for each."""

from typing import ClassVar


class RuleBroken(Exception):
    """A rule of meetings, registrations or feeds refuses what was asked; its text is safe to show."""

    @property
    def detail(self) -> str | None:
        """The sentence that says more than the kind of error does."""
        return str(self.args[0]) if self.args else None


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


class FeedUnreachable(RuleBroken):
    """The feed's server gave no usable answer in time."""


class FeedRefused(RuleBroken):
    """The address is one that this service does not visit."""


class FeedInvalid(RuleBroken):
    """What came is no Meeting Guide feed at all, so nothing of it was imported."""
