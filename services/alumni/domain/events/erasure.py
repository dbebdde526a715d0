"""The fact that somebody is erased; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class MemberErased:
    """A member is gone, and every service erases what it holds of this id and answers."""

    type: ClassVar[str] = "alumni.member.erased.v1"
    erasure_id: str
    member_id: str
