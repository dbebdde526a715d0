"""What can be wrong with an order about a meeting series."""

from groups.domain.errors.rule import RuleBroken


class SeriesUnknown(RuleBroken):
    """There is no such series, or the caller may not know of it."""


class RuleInvalid(RuleBroken):
    """A recurrence rule cannot be kept; the sentence says why."""


class SeriesInconsistent(RuleBroken):
    """What was said of a series contradicts itself."""


class DateNotInSeries(RuleBroken):
    """The series gives no such date, or one that is over."""


class CapacityTaken(RuleBroken):
    """More seats are taken on a coming date than the meeting would have."""


class TooManyDateChanges(RuleBroken):
    """The series has as many changed dates as one may have."""


class SeriesOver(RuleBroken):
    """The series has ended: nothing of it changes any more."""
