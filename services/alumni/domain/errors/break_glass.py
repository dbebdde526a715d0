"""What is refused about opening a contact."""

from alumni.domain.errors.rule import RuleBroken


class GlassUnknown(RuleBroken):
    """Nothing of this id waits for the caller's word, or not any more."""


class AnotherPerson(RuleBroken):
    """Who asked cannot confirm, nor can the member: a second person has to."""


class NothingToOpen(RuleBroken):
    """The member is not reached by any of these channels."""
