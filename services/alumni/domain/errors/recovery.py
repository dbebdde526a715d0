"""What is refused about recoveries."""

from alumni.domain.errors.rule import RuleBroken


class RecoveryUnknown(RuleBroken):
    """No open recovery of this id is the caller's to decide."""


class RecoveryDecided(RuleBroken):
    """The caller has said yes already, or is the member themselves: another person has to."""


class CoordinatorNeeded(RuleBroken):
    """One of the two has to be a coordinator of the home centre."""
