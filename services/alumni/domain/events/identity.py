"""The facts that alumni tells the other services; ids and sealed codes only.

Contacts stay with this service, sealed; notify fetches each once, so that no topic keeps one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class CodeRequested:
    """A one-time code, sealed to notify, is to be sent to the contact that is kept with the attempt."""

    type: ClassVar[str] = "alumni.sign-in.code-requested.v2"
    attempt_id: str
    channel: str
    sealed_code: str  # base64
    language: str
    expires_at: datetime  # UTC; of no use after it


@dataclass(frozen=True, kw_only=True)
class MemberJoined:
    """A person has proven a contact and is a member from now on."""

    type: ClassVar[str] = "alumni.member.joined.v2"
    member_id: str
    language: str
    time_zone: str  # IANA
    channels: list[str]


@dataclass(frozen=True, kw_only=True)
class ContactAdded:
    """A member is reached by this contact from now on; it replaces the channel's former one."""

    type: ClassVar[str] = "alumni.member.contact-added.v2"
    member_id: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class PreferencesChanged:
    """A member's language or time zone is another one."""

    type: ClassVar[str] = "alumni.member.preferences-changed.v1"
    member_id: str
    language: str
    time_zone: str  # IANA


@dataclass(frozen=True, kw_only=True)
class RoleGranted:
    """A member acts for a centre, or for the whole network."""

    type: ClassVar[str] = "alumni.member.role-granted.v1"
    member_id: str
    role: str
    centre_id: str | None  # None: the whole network


@dataclass(frozen=True, kw_only=True)
class RoleWithdrawn:
    """A member does not act in a role any more."""

    type: ClassVar[str] = "alumni.member.role-withdrawn.v1"
    member_id: str
    role: str
    centre_id: str | None


@dataclass(frozen=True, kw_only=True)
class ContactRemoved:
    """A member is not reached by this channel any more."""

    type: ClassVar[str] = "alumni.member.contact-removed.v1"
    member_id: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class MemberHomeChanged:
    """A member has another home centre from now on, or none."""

    type: ClassVar[str] = "alumni.member.home-changed.v1"
    member_id: str
    home_centre_id: str | None
    previous_centre_id: str | None


MemberEvent = (
    MemberJoined
    | ContactAdded
    | ContactRemoved
    | MemberHomeChanged
    | PreferencesChanged
    | RoleGranted
    | RoleWithdrawn
)
