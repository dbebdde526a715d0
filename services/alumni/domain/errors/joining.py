"""What is refused about joining, invitations and the home centre."""

from typing import Any

from alumni.domain.errors.rule import RuleBroken


class JoiningRequired(RuleBroken):
    """The contact reaches nobody who has joined: join with the same code, after the consent notice."""


HELP_FOR_THE_YOUNG = (
    {"number": "1098", "name": "Children"},
    {"number": "14446", "name": "National de-addiction helpline"},
    {"number": "14416", "name": "Tele-MANAS, mental health"},
    {"number": "112", "name": "Emergency"},
)


class AdultsOnly(RuleBroken):
    """The network is for people of 18 or older."""

    @property
    def members(self) -> dict[str, Any]:
        """What a client is told besides: who helps somebody younger."""
        return {"help": list(HELP_FOR_THE_YOUNG)}


class NoticeOutdated(RuleBroken):
    """The consent notice that was read is not the one of today."""


class MembershipNeeded(RuleBroken):
    """Nobody can be a member without consent to what membership needs."""


class InvitationRefused(RuleBroken):
    """The invitation is used, withdrawn, too old, or was never made."""


class InvitationUnknown(RuleBroken):
    """No invitation of the caller's has this id."""


class InvitersOnly(RuleBroken):
    """Only coordinators of an active centre and approved mentors invite."""


class HomeSettled(RuleBroken):
    """The member has a home centre already; leave it, or ask to be moved."""


class NotWaiting(RuleBroken):
    """The member does not wait for this centre's word."""


class ContactsLast(RuleBroken):
    """A member's last contact cannot be removed."""
