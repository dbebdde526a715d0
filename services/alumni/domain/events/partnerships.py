"""Facts about partners; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class PartnershipProposed:
    """A member asks another to be partners; who is asked is named."""

    type: ClassVar[str] = "alumni.partnership.proposed.v1"
    partnership_id: str
    member_ids: list[str]
