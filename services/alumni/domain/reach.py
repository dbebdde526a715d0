"""The way back: a member asks the home centre for help, and hears back in the time it promises."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.access import Caller
from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.reach import ReachOver, ReachTaken
from alumni.domain.events.reach import ReachAnswered, ReachAsked, ReachOverdue

PROMISE = timedelta(hours=24)  # of a centre that has promised nothing else, and of the network
SHORTEST_PROMISE_HOURS, LONGEST_PROMISE_HOURS = 1, 72
LONGEST_NOTE = 500


class Urgency(StrEnum):
    """How the member puts it; whatever it is, help lines come first."""

    SOON = "soon"
    TODAY = "today"
    NOW = "now"


class State(StrEnum):
    """How far it is."""

    OPEN = "open"
    TAKEN = "taken"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What came of it."""

    TALKED = "talked"
    APPOINTMENT = "appointment"
    REFERRED = "referred"
    NOT_REACHED = "not-reached"


@dataclass(kw_only=True)
class Reach(Aggregate):
    """One member's wish to talk; what is written in it only the member and who may answer read."""

    member_id: str
    centre_id: str | None  # the home centre when it was asked; None: the network answers
    urgency: Urgency
    note: str | None
    asked_at: datetime
    due_at: datetime
    state: State = State.OPEN
    taken_by: str | None = None
    outcome: Outcome | None = None
    answer: str | None = None
    ended_at: datetime | None = None
    escalated: bool = False

    @classmethod
    def ask(
        cls,
        reach_id: str,
        member_id: str,
        centre_id: str | None,
        *,
        urgency: Urgency,
        note: str | None,
        promise: timedelta,
        at: datetime,
    ) -> Self:
        """Ask the home centre, or the network where there is none."""
        due_at = at + promise
        reach = cls(
            id=reach_id,
            member_id=member_id,
            centre_id=centre_id,
            urgency=urgency,
            note=note,
            asked_at=at,
            due_at=due_at,
        )
        reach.events.append(ReachAsked(reach_id=reach_id, centre_id=centre_id, due_at=due_at))
        return reach

    @property
    def waits(self) -> bool:
        """Tell whether nobody has answered yet, and the member still wants it."""
        return self.state in (State.OPEN, State.TAKEN)

    def answerable_by(self, caller: Caller) -> bool:
        """Tell whether it is the caller's to answer: their centre's, or the network's by now."""
        if caller.coordinates(self.centre_id):
            return True
        return caller.administers and (self.centre_id is None or self.escalated)

    def take(self, by: str) -> None:
        """Let the others know that somebody sees to it; raises ReachTaken or ReachOver."""
        self._ensure_waits()
        if self.taken_by not in (None, by):
            raise ReachTaken
        self.state, self.taken_by = State.TAKEN, by

    def give_answer(self, by: str, outcome: Outcome, answer: str | None, *, at: datetime) -> None:
        """Tell the member what came of it; the same answer again changes nothing. Raises ReachOver."""
        if self.state is State.ANSWERED and (self.outcome, self.answer) == (outcome, answer):
            return
        self._ensure_waits()
        self.state, self.taken_by, self.ended_at = State.ANSWERED, by, at
        self.outcome, self.answer = outcome, answer
        self.events.append(ReachAnswered(reach_id=self.id, member_id=self.member_id))

    def withdraw(self, *, at: datetime) -> None:
        """Want it no more; raises ReachOver once it is answered."""
        if self.state is State.WITHDRAWN:
            return
        self._ensure_waits()
        self.state, self.ended_at = State.WITHDRAWN, at

    def escalate(self, *, at: datetime) -> None:
        """Tell the network, once, that the promise was not kept."""
        if self.waits and self.due_at <= at and not self.escalated:
            self.escalated = True
            self.events.append(ReachOverdue(reach_id=self.id, centre_id=self.centre_id))

    def _ensure_waits(self) -> None:
        if not self.waits:
            raise ReachOver
