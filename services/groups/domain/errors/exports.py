"""What is refused of exports."""

from groups.domain.errors.rule import RuleBroken


class FeedTooLarge(RuleBroken):
    """More meetings than one feed holds: ask for a centre's."""


class CalendarUnknown(RuleBroken):
    """No calendar has this address, or it was withdrawn."""
