"""The broadcast: a coordinator writes to many of their own centre, and a second person looks before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from notify.domain import broadcast_errors as refusals
from notify.domain.audience import Count
from notify.domain.broadcast_plan import Plan
from notify.domain.events.broadcasts import (
    BroadcastApproved,
    BroadcastDone,
    BroadcastStopped,
    BroadcastSubmitted,
)

MOST_ALONE = 50  # people; to more than these nobody writes without a second person
MOST_OPEN = 100  # broadcasts of a centre that have not run
MOST_ACTS = 50  # that are remembered: the first, and the last ones


class Phase(StrEnum):
    """Where a broadcast is on its way."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting-approval"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class Deed(StrEnum):
    """What somebody did about a broadcast."""

    WROTE = "wrote"
    CHANGED = "changed"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    STOPPED = "stopped"


OPEN = frozenset({Phase.DRAFT, Phase.AWAITING_APPROVAL, Phase.SCHEDULED})
_STOPPABLE = frozenset({Phase.SCHEDULED, Phase.RUNNING})
_WRITING = frozenset({Deed.WROTE, Deed.CHANGED})


@dataclass(frozen=True)
class Act:
    """Who did what, and when; nobody's id where the platform did it."""

    deed: Deed
    by: str
    at: datetime


@dataclass(kw_only=True)
class Broadcast:
    """One thing told to many, once to each of them.

    `count` is what was counted when it was submitted. `cursor` is the last member of the segment who was
    reached and `walked` what was counted on the way; both are written by the walk alone.
    """

    id: str
    centre_id: str
    plan: Plan
    phase: Phase = Phase.DRAFT
    acts: tuple[Act, ...] = ()
    count: Count = field(default_factory=Count)
    approved: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cursor: str | None = None
    walked: Count = field(default_factory=Count)
    at_end: bool = False  # of the segment: what is left are messages on their way
    version: int = 0  # 0: not stored yet
    sequence: int = 0  # of the last event that was saved
    events: list[Any] = field(default_factory=list)

    @classmethod
    def write(cls, broadcast_id: str, plan: Plan, *, by: str, at: datetime) -> Self:
        """Begin a draft; raises what `Plan.ensure_sound` does."""
        plan.ensure_sound(at)
        wrote = (Act(Deed.WROTE, by, at),)
        return cls(id=broadcast_id, centre_id=plan.segment.centre_id, plan=plan, acts=wrote)

    def change(self, plan: Plan, *, by: str, at: datetime) -> None:
        """Say something else, or to others; it is a draft again, and what was approved is not any more.

        Raises BroadcastSettled, and what `Plan.ensure_sound` does.
        """
        if self.phase not in OPEN:
            raise refusals.BroadcastSettled
        plan.ensure_sound(at)
        self.plan, self.phase, self.approved = plan, Phase.DRAFT, False
        self._note(Deed.CHANGED, by, at)

    def submit(self, count: Count, *, by: str, at: datetime) -> None:
        """Schedule it, or ask a second person where more than 50 are meant; again changes nothing.

        Raises NotDraft, NobodyMeant, TimePassed.
        """
        if self.phase in (Phase.AWAITING_APPROVAL, Phase.SCHEDULED):
            return
        if self.phase is not Phase.DRAFT:
            raise refusals.NotDraft
        self.plan.ensure_in_time(at)
        if count.written == 0:
            raise refusals.NobodyMeant
        self._note(Deed.SUBMITTED, by, at)
        self._submitted(count)

    def approve(self, *, by: str, at: datetime) -> None:
        """Agree as a second person, never as one who wrote it or changed it; again changes nothing.

        Raises OwnBroadcast, NotAwaitingApproval, TimePassed.
        """
        if self.phase is Phase.SCHEDULED and self.approved:
            return
        self._ensure_second_person(by)
        if at >= self.plan.useful_until:
            raise refusals.TimePassed
        self.phase, self.approved = Phase.SCHEDULED, True
        self._note(Deed.APPROVED, by, at)
        self.events.append(
            BroadcastApproved(broadcast_id=self.id, centre_id=self.centre_id, people=self.count.people)
        )

    def refuse(self, *, by: str, at: datetime) -> None:
        """Give it back as a draft; raises OwnBroadcast, NotAwaitingApproval."""
        self._ensure_second_person(by)
        self.phase = Phase.DRAFT
        self._note(Deed.REFUSED, by, at)

    def begin(self, count: Count, at: datetime) -> None:
        """Run from now on, unless it grew beyond what one person may do alone, or came too late."""
        if self.phase is not Phase.SCHEDULED or at < self.plan.scheduled_at:
            return
        if at >= self.plan.useful_until:
            self._end(Phase.STOPPED, at)
        elif count.people > MOST_ALONE and not self.approved:
            self._submitted(count)
        else:
            self.phase, self.started_at = Phase.RUNNING, at

    def stop(self, *, by: str, at: datetime) -> None:
        """End it before its end; again changes nothing. Raises NotStoppable."""
        if self.phase is Phase.STOPPED:
            return
        if self.phase not in _STOPPABLE:
            raise refusals.NotStoppable
        self._note(Deed.STOPPED, by, at)
        self._end(Phase.STOPPED, at)

    def finish(self, at: datetime) -> None:
        """Take note that everybody was reached and nothing waits any more."""
        if self.phase is Phase.RUNNING and self.at_end:
            self._end(Phase.DONE, at)

    def ensure_draft(self) -> None:
        """Refuse to delete what somebody decides about, or what was sent; raises NotDraft."""
        if self.phase is not Phase.DRAFT:
            raise refusals.NotDraft

    @property
    def author_id(self) -> str:
        """Name who wrote it first."""
        return self.acts[0].by

    @property
    def writers(self) -> frozenset[str]:
        """Name everybody whose words these are."""
        return frozenset(each.by for each in self.acts if each.deed in _WRITING)

    def mark_saved(self) -> None:
        """Take note that this state and its events are stored."""
        self.version += 1
        self.sequence += len(self.events)
        self.events.clear()

    def _ensure_second_person(self, by: str) -> None:
        if self.phase is not Phase.AWAITING_APPROVAL:
            raise refusals.NotAwaitingApproval
        if by in self.writers:
            raise refusals.OwnBroadcast

    def _submitted(self, count: Count) -> None:
        needs_approval = count.people > MOST_ALONE
        self.count, self.approved = count, False
        self.phase = Phase.AWAITING_APPROVAL if needs_approval else Phase.SCHEDULED
        self.events.append(
            BroadcastSubmitted(
                broadcast_id=self.id,
                centre_id=self.centre_id,
                people=count.people,
                needs_approval=needs_approval,
            )
        )

    def _end(self, phase: Phase, at: datetime) -> None:
        self.phase, self.ended_at = phase, at
        ids = {"broadcast_id": self.id, "centre_id": self.centre_id}
        self.events.append(BroadcastStopped(**ids) if phase is Phase.STOPPED else self._done(ids))

    def _done(self, ids: dict[str, str]) -> BroadcastDone:
        skipped = sum(self.walked.skipped.values())
        return BroadcastDone(**ids, people=self.walked.people, written=self.walked.written, skipped=skipped)

    def _note(self, deed: Deed, by: str, at: datetime) -> None:
        """Remember an act; of several changes by the same person in a row, the last."""
        last = self.acts[-1]
        if deed is Deed.CHANGED and (last.deed, last.by) == (deed, by):
            self.acts = (*self.acts[:-1], replace(last, at=at))
        else:
            self.acts = (self.acts[0], *(*self.acts[1:], Act(deed, by, at))[1 - MOST_ACTS :])
