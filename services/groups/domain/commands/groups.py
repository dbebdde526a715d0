"""Orders about groups, who leads them, and who belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groups.domain.access import Caller
from groups.domain.group import Group


@dataclass(frozen=True, kw_only=True)
class CreateGroup:
    """Let a group begin in the coordinator's own centre, and maybe in others too."""

    caller: Caller
    group: Group
    at: datetime  # UTC


@dataclass(frozen=True, kw_only=True)
class ChangeGroup:
    """Describe a group anew, renew its licence, suspend it or let it meet again; fields by name."""

    caller: Caller
    group_id: str
    changes: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AppointFacilitator:
    """Let a member facilitate a group, or co-facilitate it."""

    caller: Caller
    group_id: str
    member_id: str
    co: bool


@dataclass(frozen=True, kw_only=True)
class DismissFacilitator:
    """Let a member facilitate a group no more."""

    caller: Caller
    group_id: str
    member_id: str


@dataclass(frozen=True, kw_only=True)
class AskToJoin:
    """Have the caller belong to an open group, or ask to belong to a closed one."""

    caller: Caller
    group_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AdmitMember:
    """Have a member belong to a group, whether they asked or were removed before."""

    caller: Caller
    group_id: str
    member_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EndMembership:
    """Have a member belong to a group no more: the caller leaves, or a leader removes somebody."""

    caller: Caller
    group_id: str
    member_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ChooseHomeGroup:
    """Name the caller's home group, or that there is none."""

    caller: Caller
    group_id: str | None
