"""A member's place in one meeting, of which they are reminded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from notify.domain.contacts import Contacts
from notify.domain.reminding import Fate, Reminder, reminder_of


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One member's place in one occurrence, its reminders to come and what became of the others.

    What is not held any more is kept until after the meeting, so that an old fact heard again does not
    bring it back: `sequence` is that of the last fact of the occurrence that was applied.
    """

    id: str
    member_id: str
    occurrence_id: str
    starts_at: datetime
    since: datetime  # when it was taken, or the meeting moved
    sequence: int
    held: bool = True
    pending: tuple[Reminder, ...] = ()
    fates: Mapping[timedelta, Fate] = field(default_factory=dict)  # by lead
    version: int = 0  # of the stored seat; 0 where none is

    @property
    def next_at(self) -> datetime | None:
        """Tell when the next reminder falls due."""
        return min((each.at for each in self.pending), default=None)

    def taken(self, starts_at: datetime, member: Contacts, sequence: int, at: datetime) -> Seat:
        """Hold the place since a moment, and plan its reminders; again, or late, nothing changes."""
        if sequence <= self.sequence or (self.held and self.starts_at == starts_at):
            return self
        return replace(self, held=True)._anew(starts_at, member, sequence, at)

    def given_up(self, sequence: int) -> Seat:
        """Hold the place no more; who has none is reminded of nothing."""
        if sequence <= self.sequence:
            return self
        return replace(self, sequence=sequence, held=False, pending=())

    def moved(self, starts_at: datetime, member: Contacts, sequence: int, at: datetime) -> Seat:
        """Keep the place at the meeting's new time, with reminders anew; another address changes none."""
        if sequence <= self.sequence or not self.held:
            return self
        if starts_at == self.starts_at:
            return replace(self, sequence=sequence)
        return self._anew(starts_at, member, sequence, at)

    def _anew(self, starts_at: datetime, member: Contacts, sequence: int, at: datetime) -> Seat:
        empty = replace(self, starts_at=starts_at, since=at, sequence=sequence, pending=(), fates={})
        return empty.planned(member, at)

    def planned(self, member: Contacts, now: datetime) -> Seat:
        """Plan what is still to come by what the member chose; what was told is not told again.

        A lead that is new counts from now on, not from when the place was taken.
        """
        if not self.held or self.starts_at <= now:
            return replace(self, pending=())
        told = {lead: fate for lead, fate in self.fates.items() if fate is Fate.TOLD}
        known = {each.lead for each in self.pending}
        plans = {
            lead: reminder_of(self.starts_at, lead, member, self.since if lead in known else now, now)
            for lead in member.preferences.leads
            if lead not in told
        }
        dropped = {lead: plan for lead, plan in plans.items() if isinstance(plan, Fate)}
        pending = tuple(plan for plan in plans.values() if isinstance(plan, Reminder))
        return replace(self, pending=pending, fates={**told, **dropped})

    def reminded(self, at: datetime) -> tuple[timedelta | None, Seat]:
        """Give the lead to remind of now, if any, and the seat without what is due.

        Of several that are due at once, as after an outage, the nearest to the meeting says it all.
        """
        due = [each.lead for each in self.pending if each.at <= at]
        pending = tuple(each for each in self.pending if each.at > at)
        fate = Fate.LATE if self.starts_at <= at else Fate.TOLD
        done = replace(self, pending=pending, fates={**self.fates, **dict.fromkeys(due, fate)})
        return (min(due) if due and fate is Fate.TOLD else None), done
