"""What is refused about moving to another centre, and about a centre that leaves."""

from alumni.domain.errors.rule import RuleBroken


class MoveUnknown(RuleBroken):
    """There is no such wish to move, none that the caller may see, or it is over."""


class MoveOpen(RuleBroken):
    """The member has asked another centre, which has not answered yet."""


class AtHomeThere(RuleBroken):
    """The centre is the member's home centre already."""


class LeavingUnknown(RuleBroken):
    """The member has nothing to choose."""


class LeavingOver(RuleBroken):
    """The choice is carried out already."""
