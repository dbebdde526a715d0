"""What is refused about mentees' wishes, pairs and reports."""

from alumni.domain.errors.rule import RuleBroken


class WishMissing(RuleBroken):
    """Whoever looks for a mentor says first what they wish for."""


class MentorUnfit(RuleBroken):
    """This mentor does not fit what both wish for, or takes nobody now."""


class PairUnknown(RuleBroken):
    """No pair of this id is the caller's."""


class PairOver(RuleBroken):
    """The pair is not what it would have to be for this: not asked for any more, or not walking."""


class WalkingAlready(RuleBroken):
    """A mentee walks with one mentor at a time."""


class TooManyProposals(RuleBroken):
    """A mentee asks a few mentors at a time; wait for an answer, or take one back."""


class RenewalTooEarly(RuleBroken):
    """An agreement is renewed in its last four weeks."""


class ContactImpossible(RuleBroken):
    """A contact happened while the pair walked together, and not in the future."""


class ReportUnknown(RuleBroken):
    """No report of this id is the caller's to close."""


class CohortUnknown(RuleBroken):
    """No draft of this id is the caller's."""
