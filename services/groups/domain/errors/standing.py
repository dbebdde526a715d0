"""What can be wrong with an order about a standing seat."""

from groups.domain.errors.rule import RuleBroken


class StandingSeatsTaken(RuleBroken):
    """Every standing seat of the series is taken."""


class StandingSeatUnknown(RuleBroken):
    """The caller has no standing seat in this series."""
