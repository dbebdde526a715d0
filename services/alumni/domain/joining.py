"""What a person says when joining, after having read the consent notice."""

from dataclasses import dataclass

from alumni.domain.errors.joining import AdultsOnly, MembershipNeeded, NoticeOutdated
from alumni.domain.member import Gender

MEMBERSHIP = "membership"  # the one purpose without which there is no membership


@dataclass(frozen=True, kw_only=True)
class Joining:
    """A wish to join: of age, with the notice that was read and the purposes that were agreed to.

    `invitation` is a code as the person has it; `centre_id` names the centre that is to be the home
    centre of somebody who comes without a centre's invitation.
    """

    adult: bool
    notice: str
    purposes: frozenset[str]
    gender: Gender | None = None
    languages: tuple[str, ...] = ()
    invitation: str | None = None
    centre_id: str | None = None

    def ensure_allowed(self, current_notice: str) -> None:
        """Refuse who is not 18, who read another notice, and who does not agree to membership itself.

        Raises AdultsOnly, NoticeOutdated, MembershipNeeded.
        """
        if not self.adult:
            raise AdultsOnly
        if self.notice != current_notice:
            raise NoticeOutdated
        if MEMBERSHIP not in self.purposes:
            raise MembershipNeeded
