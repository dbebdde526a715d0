"""Facts about groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class GroupCreated:
    """A group exists in one centre or several."""

    type: ClassVar[str] = "groups.group.created.v1"
    group_id: str
    kind: str
    centre_ids: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class GroupSuspended:
    """A group stops meeting: for want of a current licence, with its centres, or as a coordinator decides."""

    type: ClassVar[str] = "groups.group.suspended.v1"
    group_id: str
    centre_ids: Sequence[str]
    cause: str  # licence-lapsed, by-coordinator or centre-suspended


@dataclass(frozen=True, kw_only=True)
class GroupResumed:
    """A group that was suspended meets again."""

    type: ClassVar[str] = "groups.group.resumed.v1"
    group_id: str
    centre_ids: Sequence[str]


GroupEvent = GroupCreated | GroupSuspended | GroupResumed
