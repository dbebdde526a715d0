"""What is refused about plans."""

from alumni.domain.errors.rule import RuleBroken


class ItemUnknown(RuleBroken):
    """The plan has no item of this id."""
