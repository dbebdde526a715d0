"""Open a sealed contact where somebody's life is in danger: by two persons, once, and the member is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.break_glass import AnotherPerson, GlassUnknown
from alumni.domain.events.break_glass import BreakGlassOpened

CONFIRMED_WITHIN = timedelta(hours=1)
SHOWN_WITHIN = timedelta(minutes=15)
SHORTEST_REASON, LONGEST_REASON = 20, 500


@dataclass(kw_only=True)
class Glass(Aggregate):
    """One coordinator's wish to reach a member directly.

    `reason` is read by the second person and the member. It opens the channels asked for and no others.
    """

    member_id: str
    centre_id: str
    asked_by: str
    reason: str
    channels: tuple[str, ...]
    asked_at: datetime
    confirmed_by: str | None = None
    opened_at: datetime | None = None

    @classmethod
    def ask(
        cls,
        glass_id: str,
        member_id: str,
        centre_id: str,
        *,
        by: str,
        reason: str,
        channels: tuple[str, ...],
        at: datetime,
    ) -> Self:
        """Ask a second person."""
        return cls(
            id=glass_id,
            member_id=member_id,
            centre_id=centre_id,
            asked_by=by,
            reason=reason,
            channels=channels,
            asked_at=at,
        )

    def waits(self, at: datetime) -> bool:
        """Tell whether a second person may still confirm."""
        return self.opened_at is None and at < self.asked_at + CONFIRMED_WITHIN

    def confirm(self, by: str, *, at: datetime) -> None:
        """Open it as the second person; raises GlassUnknown, AnotherPerson."""
        if not self.waits(at):
            raise GlassUnknown
        if by in (self.asked_by, self.member_id):
            raise AnotherPerson
        self.confirmed_by, self.opened_at = by, at
        self.events.append(
            BreakGlassOpened(
                glass_id=self.id,
                member_id=self.member_id,
                by=self.asked_by,
                channels=list(self.channels),
                until=at + SHOWN_WITHIN,
            )
        )
