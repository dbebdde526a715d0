"""What is refused to notify when it fetches a sealed contact."""

from alumni.domain.errors.rule import RuleBroken


class SealedContactUnknown(RuleBroken):
    """No member or attempt of this id has a contact, or has it still."""
