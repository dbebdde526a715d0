"""The fact that nothing of somebody is left here."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class MemberErasedHere:
    """This service holds nothing any more of the member whom an erasure is about."""

    type: ClassVar[str] = "notify.member.erased.v1"
    erasure_id: str
    records: int
