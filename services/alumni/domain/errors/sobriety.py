"""What is refused about the record of sobriety."""

from alumni.domain.errors.rule import RuleBroken


class StartImplausible(RuleBroken):
    """A streak cannot begin in the future, nor more than a hundred years ago."""


class StreakOverlaps(RuleBroken):
    """A streak begins no earlier than the one before it ended."""


class SlipImplausible(RuleBroken):
    """A slip lies between the start of the running streak and now."""


class SlipUnknown(RuleBroken):
    """No slip of this id can be undone (any more)."""
