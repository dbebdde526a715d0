"""A member's place in one meeting: what they are reminded of, and what an answer by text may mean."""

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
    registration_id: str = ""  # none where the place was given up before it was heard of
    starts_at: datetime
    since: datetime  # when it was taken, or the meeting moved
    told_at: datetime  # when the member heard of it last
    sequence: int
    held: bool = True
    answer_by: datetime | None = None  # until when it is promised; None: it is theirs
    pending: tuple[Reminder, ...] = ()
    fates: Mapping[timedelta, Fate] = field(default_factory=dict)  # by lead
    version: int = 0  # of the stored seat; 0 where none is

    @property
    def next_at(self) -> datetime | None:
        """Tell when the next reminder falls due."""
        return min((each.at for each in self.pending), default=None)

    def taken(self, as_told: Seat, member: Contacts) -> Seat:
        """Hold the place as a fact tells of it, and plan its reminders; again, or late, nothing changes."""
        same = self.held and (self.starts_at, self.answer_by) == (as_told.starts_at, as_told.answer_by)
        if as_told.sequence <= self.sequence or same:
            return self
        return replace(as_told, version=self.version).planned(member, as_told.since)

    def given_up(self, sequence: int) -> Seat:
        """Hold the place no more; who has none is reminded of nothing."""
        if sequence <= self.sequence:
            return self
        return replace(self, sequence=sequence, held=False, pending=())

    def moved(self, starts_at: datetime, member: Contacts, sequence: int, at: datetime) -> Seat:
        """Keep the place at the meeting's new time, with reminders anew; another address changes none."""
        if sequence <= self.sequence or not self.held:
            return self
        told = replace(self, sequence=sequence, told_at=at)
        if starts_at == self.starts_at:
            return told
        return replace(told, starts_at=starts_at, since=at, pending=(), fates={}).planned(member, at)

    def planned(self, member: Contacts, now: datetime) -> Seat:
        """Plan what is still to come by what the member chose; what was told is not told again.

        A lead that is new counts from now on, not from when the place was taken. Of a place that is still
        to be confirmed there are none.
        """
        if not self.held or self.answer_by or self.starts_at <= now:
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
