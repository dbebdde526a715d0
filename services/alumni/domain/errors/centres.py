"""What is refused about partner centres, their applications and their coordinators."""

from alumni.domain.errors.rule import RuleBroken


class NotItsTurn(RuleBroken):
    """The centre is not as far as this, or is past it."""


class ApplicationOpen(RuleBroken):
    """The member has applied for a centre already, which is not decided yet."""


class CoordinatesAnother(RuleBroken):
    """Who coordinates a centre applies for no other, and coordinates no other."""


class LicenceOver(RuleBroken):
    """The licence of the centre is over."""


class ChecklistOpen(RuleBroken):
    """Nothing is approved before the whole checklist is seen."""


class TooManyQuestions(RuleBroken):
    """No more questions can be asked about one application: decide it."""


class QuestionUnknown(RuleBroken):
    """No question of this id was asked."""


class AgreementOutdated(RuleBroken):
    """The agreement that was read is not the one of today."""


class RenewalUnknown(RuleBroken):
    """The centre has told of no new licence."""


class NameDiffers(RuleBroken):
    """The centre's name confirms that it is to leave, and this is another one."""


class TooManyDocuments(RuleBroken):
    """A centre shows ten documents at most; remove one first."""


class DocumentUnknown(RuleBroken):
    """No document of this id is the caller's to see."""


class DocumentRefused(RuleBroken):
    """A document is a PDF, PNG or JPEG of at most 5 MB, and what it says it is."""


class LastCoordinator(RuleBroken):
    """A centre keeps a coordinator; invite another one first."""
