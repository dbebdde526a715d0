"""Moving to another centre: with a consent that names it, its purpose and its end, and by its word."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.moving import AtHomeThere, MoveUnknown

LONGEST_LIFE = timedelta(days=90)


class MoveState(StrEnum):
    """How far a move is."""

    ASKED = "asked"
    ACCEPTED = "accepted"  # the centre said yes; carried out at once, or by the next round
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # the wish, or the consent that it rests on
    EXPIRED = "expired"


@dataclass(kw_only=True)
class Move(Aggregate):
    """One member's wish to be at home in another centre."""

    member_id: str
    from_centre_id: str | None
    to_centre_id: str
    asked_at: datetime
    expires_at: datetime  # of the consent
    state: MoveState = MoveState.ASKED
    decided_by: str | None = None
    ended_at: datetime | None = None

    @classmethod
    def ask(
        cls,
        move_id: str,
        member_id: str,
        from_centre_id: str | None,
        to_centre_id: str,
        *,
        expires_at: datetime,
        at: datetime,
    ) -> Self:
        """Ask a centre; raises AtHomeThere."""
        if from_centre_id == to_centre_id:
            raise AtHomeThere
        return cls(
            id=move_id,
            member_id=member_id,
            from_centre_id=from_centre_id,
            to_centre_id=to_centre_id,
            asked_at=at,
            expires_at=expires_at,
        )

    @property
    def waits(self) -> bool:
        """Tell whether it is not over yet."""
        return self.state in (MoveState.ASKED, MoveState.ACCEPTED)

    def accept(self, by: str, *, consented: bool, at: datetime) -> None:
        """Say yes, while the consent is good; again changes nothing. Raises MoveUnknown."""
        if self.state in (MoveState.ACCEPTED, MoveState.DONE):
            return
        self._ensure_asked()
        if not consented or self.expires_at <= at:
            raise MoveUnknown
        self.state, self.decided_by = MoveState.ACCEPTED, by

    def decline(self, by: str, *, at: datetime) -> None:
        """Say no; again changes nothing. Raises MoveUnknown."""
        if self.state is MoveState.DECLINED:
            return
        self._ensure_asked()
        self.state, self.decided_by, self.ended_at = MoveState.DECLINED, by, at

    def withdraw(self, *, at: datetime) -> None:
        """Wish it no more; again changes nothing. Raises MoveUnknown once the centre has said something."""
        if self.state is MoveState.WITHDRAWN:
            return
        self._ensure_asked()
        self.state, self.ended_at = MoveState.WITHDRAWN, at

    def end_without_consent(self, *, at: datetime) -> None:
        """End what nobody has answered and rests on no consent any more."""
        if self.state is MoveState.ASKED:
            over = self.expires_at <= at
            self.state, self.ended_at = MoveState.EXPIRED if over else MoveState.WITHDRAWN, at

    def may_settle(self, home_centre_id: str | None) -> bool:
        """Tell whether the member is still where it began, or nowhere, or there already."""
        return home_centre_id in (self.from_centre_id, None, self.to_centre_id)

    def finish(self, *, moved: bool, at: datetime) -> None:
        """Take note of what came of it."""
        self.state, self.ended_at = MoveState.DONE if moved else MoveState.WITHDRAWN, at

    def _ensure_asked(self) -> None:
        if self.state is not MoveState.ASKED:
            raise MoveUnknown
