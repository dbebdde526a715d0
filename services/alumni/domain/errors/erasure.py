"""What is refused about erasures."""

from alumni.domain.errors.rule import RuleBroken


class ErasureUnknown(RuleBroken):
    """Nothing is being erased, or it cannot be undone any more."""


class NotMeant(RuleBroken):
    """Everything is erased only by a code that came to one of the member's own contacts, or by the word."""
