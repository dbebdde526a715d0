"""What is refused about mentors and blocks."""

from typing import Any

from alumni.domain.errors.rule import RuleBroken


class MentorUnknown(RuleBroken):
    """No mentor of this id is the caller's to see or to decide about."""


class MentorSettled(RuleBroken):
    """The member has applied already; what is on offer can be changed."""


class SobrietyTooShort(RuleBroken):
    """A mentor has been sober for at least six months."""


class HomeNeeded(RuleBroken):
    """A mentor has a home centre, whose coordinator decides about the application."""


class OwnApplication(RuleBroken):
    """Nobody decides about their own application."""


class MentoringConsentNeeded(RuleBroken):
    """Mentoring needs the consent to its purpose."""

    @property
    def members(self) -> dict[str, Any]:
        """What a client is told besides: the purpose to agree to."""
        return {"purpose": "mentoring"}


class MentorFull(RuleBroken):
    """The mentor has no place left, or takes nobody at the moment."""


class TooManyBlocks(RuleBroken):
    """The list of blocked persons is at its bound."""
