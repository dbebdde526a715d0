"""The orders that this service takes; contacts in them are sealed already."""

from dataclasses import dataclass

from alumni.domain.contact import Language, SealedContact
from alumni.domain.handle import Handle
from alumni.domain.joining import Joining
from alumni.domain.member import Role


@dataclass(frozen=True, kw_only=True)
class RequestCode:
    """Send a one-time code to a contact: to sign in, or to add it to a member's own."""

    contact: SealedContact
    language: Language
    address_hash: str  # of the client's network address
    member_id: str | None = None  # who adds the contact; None to sign in


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """Exchange the right code for a session; who has not joined yet says how."""

    attempt_id: str
    code: str
    time_zone: str
    joining: Joining | None = None
    address_hash: str = ""  # of the client's network address
    client: str = ""  # what the session is called in the person's list


@dataclass(frozen=True, kw_only=True)
class RefreshSession:
    """Exchange the newest refresh token for new tokens."""

    refresh_token: str


@dataclass(frozen=True, kw_only=True)
class SignOut:
    """End a session."""

    session_id: str


@dataclass(frozen=True, kw_only=True)
class ChangeProfile:
    """Change what of a member's profile is not None."""

    member_id: str
    handle: Handle | None = None
    language: Language | None = None
    time_zone: str | None = None


@dataclass(frozen=True, kw_only=True)
class AddContact:
    """Add the contact of an attempt to the member who holds its code."""

    member_id: str
    attempt_id: str
    code: str


@dataclass(frozen=True, kw_only=True)
class AddCentre:
    """Take a partner centre into the network."""

    centre_id: str
    name: str
    city: str


@dataclass(frozen=True, kw_only=True)
class AppointCoordinator:
    """Let the holder of a contact act for a centre."""

    contact: SealedContact
    centre_id: str
    language: Language = Language.ENGLISH


@dataclass(frozen=True, kw_only=True)
class AppointNetworkAdministrator:
    """Let the holder of a contact act for the whole network."""

    contact: SealedContact
    language: Language = Language.ENGLISH


@dataclass(frozen=True, kw_only=True)
class WithdrawRole:
    """Take a role away from a member."""

    member_id: str
    role: Role
