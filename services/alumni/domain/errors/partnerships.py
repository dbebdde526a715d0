"""What is refused about partners."""

from alumni.domain.errors.rule import RuleBroken


class PartnershipUnknown(RuleBroken):
    """No partnership of this id is the caller's."""


class HandleUnknown(RuleBroken):
    """No member has this handle."""


class PartnerOneself(RuleBroken):
    """Nobody is their own partner."""


class PartnersFull(RuleBroken):
    """One of the two has three partners already."""


class TooManyProposals(RuleBroken):
    """Ten proposals wait for an answer already."""


class AnswerTheirs(RuleBroken):
    """The other has asked already: say yes to that."""
