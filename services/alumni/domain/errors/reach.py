"""What is refused about asking one's centre for help."""

from alumni.domain.errors.rule import RuleBroken


class ReachUnknown(RuleBroken):
    """There is no such request, or none that the caller may see."""


class ReachOpen(RuleBroken):
    """The member has asked already, and nobody has answered yet."""


class ReachTaken(RuleBroken):
    """Somebody else has taken it."""


class ReachOver(RuleBroken):
    """It is answered or withdrawn."""
