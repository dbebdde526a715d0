"""Members, their sessions and codes, and the keys that they rest on."""

from datetime import datetime
from typing import Protocol

from alumni.domain.attempt import SignInAttempt
from alumni.domain.centre import Centre
from alumni.domain.member import Member, Whereabouts
from alumni.domain.session import RefreshToken, Session


class Members(Protocol):
    """The members of the network."""

    def add(self, member: Member) -> None:
        """Store a new member with its events; HandleTaken or ContactTaken where one is another's."""

    def get(self, member_id: str) -> Member:
        """Load a member; MemberUnknown."""

    def whereabouts(self, member_id: str) -> Whereabouts:
        """Load only the time zone and the language of a member; MemberUnknown."""

    def reached_by(self, contact_index: str) -> Member | None:
        """Find the member whom a contact reaches, by its blind index."""

    def named(self, handle_key: str) -> Member | None:
        """Find the member who bears a handle, by its key."""

    def coordinators_of(self, centre_id: str) -> list[Member]:
        """Find who coordinates a centre, in order of their ids."""

    def save(self, member: Member) -> None:
        """Store the member's state and events in one write.

        Raises StaleAggregate where it was saved by somebody else since it was loaded, HandleTaken
        or ContactTaken where one is another's.
        """


class SignInAttempts(Protocol):
    """The codes on their way."""

    def add(self, attempt: SignInAttempt) -> None:
        """Store a new attempt with its event."""

    def try_code(
        self, attempt_id: str, code_mac: str, *, member_id: str | None, at: datetime
    ) -> SignInAttempt:
        """Decide `SignInAttempt.try_code` in one atomic step, however many try at once.

        Returns the attempt that the code has used up; raises CodeWrong or CodeExpired.
        """

    def give_back(self, attempt: SignInAttempt) -> None:
        """Let a code that was used up just now, and for nothing, be used again."""


class Sessions(Protocol):
    """The sessions of signed-in people."""

    def add(self, session: Session) -> None:
        """Store a new session."""

    def rotate(self, presented: RefreshToken, following: RefreshToken, *, at: datetime) -> Session:
        """Decide `Session.rotate` in one atomic step; raises RefreshTokenRefused."""

    def revoke(self, session_id: str, *, at: datetime) -> None:
        """End a session; one that is over or unknown stays so."""

    def revoke_of(self, member_id: str, session_id: str, *, at: datetime) -> None:
        """End a session of this member; one of another member stays as it is."""

    def revoke_all(self, member_id: str, *, at: datetime, but: str | None = None) -> None:
        """End every session of a member, except perhaps one."""


class Allowances(Protocol):
    """What was asked for by whom, counted atomically."""

    def take(self, key: str, limit: int, *, at: datetime) -> None:
        """Decide `Allowance.take` in one atomic step; raises TooManyCodes."""


class Centres(Protocol):
    """The partner centres."""

    def add(self, centre: Centre) -> None:
        """Store a centre once; adding it again changes nothing, another one of its id is CentreDiffers."""

    def get(self, centre_id: str) -> Centre:
        """Load a centre; CentreUnknown."""


class Seal(Protocol):
    """What only notify can open."""

    def seal(self, text: str) -> str:
        """Seal a text to notify's public key, as base64."""


class KeyedHashes(Protocol):
    """Hashes that mean nothing without this service's key."""

    def of_code(self, attempt_id: str, code: str) -> str:
        """Hash a code for one attempt, as hex."""

    def of_invitation(self, code: str) -> str:
        """Hash the code of an invitation, as hex."""


class AccessTokens(Protocol):
    """What a signed-in person shows to every service."""

    def issue(self, member: Member, session_id: str, *, at: datetime) -> str:
        """Sign a token of 15 minutes that names the member, its roles and its session."""
