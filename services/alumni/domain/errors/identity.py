"""What is refused about members, their contacts and their sessions."""

from dataclasses import dataclass

from alumni.domain.errors.rule import AlumniError


@dataclass
class TooManyCodes(AlumniError):
    """The contact or the address has asked for its share of codes."""

    retry_after: int  # seconds


@dataclass
class CodeWrong(AlumniError):
    """The code is not the one that was sent."""

    tries_left: int

    @property
    def members(self) -> dict[str, int]:
        """What a client is told besides."""
        return {"tries_left": self.tries_left}


class CodeExpired(AlumniError):
    """The code is used, too old, tried too often, or was never sent."""


class RefreshTokenRefused(AlumniError):
    """The refresh token is not the newest of a living session."""


class MemberUnknown(AlumniError):
    """Nobody has this id."""


@dataclass
class InvalidHandle(AlumniError):
    """The handle breaks a rule."""

    detail: str  # which one, as a sentence for the person


class HandleTaken(AlumniError):
    """Another member bears this handle."""


class ContactTaken(AlumniError):
    """Another member is reached by this contact."""


class CentreUnknown(AlumniError):
    """No partner centre has this id."""


class CentreDiffers(AlumniError):
    """The id belongs to a centre of another name or city."""
