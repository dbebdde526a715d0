"""What is refused about milestones."""

from alumni.domain.errors.rule import RuleBroken


class MilestoneUnknown(RuleBroken):
    """No milestone of this id is the caller's, or shared with them."""


class HomeNeeded(RuleBroken):
    """Only who has a home centre shares with its members."""
