"""The facts about members whose centre has left the network; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class LeavingAsked:
    """Members of a centre that has left have to choose: move, stay with the network, or be erased."""

    type: ClassVar[str] = "alumni.leaving.asked.v1"
    centre_id: str
    member_ids: list[str]  # 500 at most
