"""A centre has left: what each of its members chooses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.moving import LeavingOver
from alumni.domain.events.leaving import LeavingAsked

TIME_TO_CHOOSE = timedelta(days=60)


class Choice(StrEnum):
    """What a member may do when the home centre leaves."""

    MOVE = "move"  # over once another centre has said yes, or the time is
    STAY = "stay"  # with the network, at home nowhere; so does who says nothing
    ERASE = "erase"  # begins with the proof that it is meant


@dataclass(kw_only=True)
class Leaving(Aggregate):
    """One member's choice after the home centre has left."""

    member_id: str
    centre_id: str
    asked_at: datetime
    due_at: datetime
    choice: Choice | None = None
    ended_at: datetime | None = None

    @classmethod
    def ask(cls, leaving_id: str, member_id: str, centre_id: str, *, at: datetime) -> Self:
        """Ask a member, who is told."""
        leaving = cls(
            id=leaving_id,
            member_id=member_id,
            centre_id=centre_id,
            asked_at=at,
            due_at=at + TIME_TO_CHOOSE,
        )
        leaving.events.append(LeavingAsked(centre_id=centre_id, member_ids=[member_id]))
        return leaving

    def choose(self, choice: Choice, *, at: datetime) -> None:
        """Choose, or choose anew until it is carried out; raises LeavingOver."""
        if self.ended_at is not None:
            if choice is self.choice:
                return
            raise LeavingOver
        self.choice = choice
        if choice is Choice.STAY:
            self.ended_at = at

    def end(self, *, at: datetime) -> None:
        """Take the time as over; who has chosen nothing stays with the network."""
        if self.ended_at is None:
            self.choice, self.ended_at = self.choice or Choice.STAY, at
