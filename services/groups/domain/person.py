"""What a member says of themselves to this service: a home group, and whom one is."""

from dataclasses import dataclass
from enum import StrEnum

LEFT = "0" * 32  # who stands where somebody was who was erased: nobody


class Declaration(StrEnum):
    """What a member declares to come to groups that are for them; private, and never checked."""

    WOMEN = "women"
    MEN = "men"
    LGBTQ = "lgbtq"
    YOUNG = "young"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member as they described themselves here; who said nothing has no home group and no declarations."""

    member_id: str
    home_group_id: str | None = None
    declarations: frozenset[Declaration] = frozenset()
