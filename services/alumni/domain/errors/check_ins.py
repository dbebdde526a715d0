"""What is refused about check-ins."""

from alumni.domain.errors.rule import RuleBroken


class CheckInClosed(RuleBroken):
    """Only today's check-in is made and corrected, by the calendar of one's own time zone."""


class CheckInUnknown(RuleBroken):
    """There is no such check-in."""
