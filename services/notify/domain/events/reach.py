"""Whether a member can be reached over a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ContactUnreachable:
    """A member's contact of one channel is dead for good; which contact that is, nobody is told."""

    type: ClassVar[str] = "notify.contact.unreachable.v1"
    member_id: str
    channel: str
    since: datetime  # UTC


@dataclass(frozen=True, kw_only=True)
class ContactReachable:
    """A member who could not be reached over a channel has another contact for it, or none any more."""

    type: ClassVar[str] = "notify.contact.reachable.v1"
    member_id: str
    channel: str
    since: datetime  # UTC
