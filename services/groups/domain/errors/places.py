"""What can be wrong with an order about a place."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from chassis.clock import to_rfc3339
from groups.domain.errors.rule import RuleBroken


class OccurrenceUnknown(RuleBroken):
    """There is no such meeting."""


class RegistrationUnknown(RuleBroken):
    """The caller has no such registration; another person's looks just the same."""


class RegistrationClosed(RuleBroken):
    """The closing time is over, and no place is given; after the start none is given back either."""


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


class NothingPromised(RuleBroken):
    """Who waits in the queue has no seat to confirm yet."""


class PromiseExpired(RuleBroken):
    """The time to answer is over; the seat went on to the next of the queue."""


class NotEligible(RuleBroken):
    """The meeting is for some people only; the sentence says for whom."""

    WORDS: ClassVar[dict[str, str]] = {
        "member": "for members of its group",
        "women": "for women",
        "men": "for men",
        "lgbtq": "for LGBTQ+ people",
        "young": "for young people",
    }

    def __init__(self, requires: Iterable[str]) -> None:
        self.requires = frozenset(requires)
        kinds = {each.partition(":")[0] for each in self.requires}
        asked = [words for kind, words in self.WORDS.items() if kind in kinds]
        super().__init__(f"This meeting is {' and '.join(asked) or 'not open to everybody'}.")


class LinkNotYet(RuleBroken):
    """The online link is shown shortly before the meeting."""

    def __init__(self, opens_at: datetime) -> None:
        self.members = {"opens_at": to_rfc3339(opens_at)}
        super().__init__()


class LinkUnknown(RuleBroken):
    """The caller has no seat in such an online meeting, or it is over; all these look the same."""
