"""What can be wrong with marking who was there, with certificates of it and with absences."""

from groups.domain.errors.rule import RuleBroken


class AttendanceClosed(RuleBroken):
    """It is too early or too late to mark who is at this date."""


class WordWrong(RuleBroken):
    """This is not the word that is shown in the room now."""


class TooManyTries(RuleBroken):
    """A member gave too many wrong words for one date."""


class TooManyCorrections(RuleBroken):
    """A person's presence at one date was corrected as often as it may be."""


class NothingToCertify(RuleBroken):
    """No meeting was attended in this time."""


class TooManyCertificates(RuleBroken):
    """A member was given as many certificates in a day as one may."""


class CertificateUnknown(RuleBroken):
    """There is no such certificate; another person's looks just the same."""


class AbsenceUnknown(RuleBroken):
    """The caller leads no group with such an absence."""


class AbsenceClosed(RuleBroken):
    """The absence was closed in another way already."""


class NameUnprintable(RuleBroken):
    """The name has letters for which there is no font."""
