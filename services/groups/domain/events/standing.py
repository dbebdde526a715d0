"""Facts about the standing seats of a series.

The seats that a standing seat fills and frees, date by date, make no facts of their own: nobody wants a
message for each. What a date does to a standing member beyond that, such as to promote them, does.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class StandingSeatTaken:
    """A member holds a seat in every date of a series to come."""

    type: ClassVar[str] = "groups.standing.taken.v1"
    series_id: str
    standing_id: str
    member_id: str


@dataclass(frozen=True, kw_only=True)
class StandingSeatGivenUp:
    """A member gave a standing seat up, and with it its place in every date to come."""

    type: ClassVar[str] = "groups.standing.given-up.v1"
    series_id: str
    standing_id: str
    member_id: str


StandingFact = StandingSeatTaken | StandingSeatGivenUp
