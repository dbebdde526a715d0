"""Erase a person in every service: a saga whose steps may all be repeated, until each has answered."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.erasure import ErasureUnknown
from alumni.domain.events.erasure import MemberErased

SERVICES = frozenset({"alumni", "groups", "notify"})  # which hold something of a person
LONGEST_GRACE_DAYS = 7
# An access token outlives its session; what is written with it meanwhile is erased by a second round.
TOKENS_ARE_OVER = timedelta(minutes=20)


class State(StrEnum):
    """How far an erasure is."""

    WAITING = "waiting"  # the member chose to be able to undo it for some days
    RUNNING = "running"
    CLOSED = "closed"  # every service has answered
    SETTLED = "settled"  # and once more, after the last token was over


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one service erased, and when it said so."""

    service: str
    records: int
    at: datetime


@dataclass(kw_only=True)
class Erasure(Aggregate):
    """One person's going; afterwards it keeps an id that says nothing, counts and times."""

    member_id: str
    asked_at: datetime
    due_at: datetime
    state: State = State.WAITING
    answers: list[Answer] = field(default_factory=list)
    closed_at: datetime | None = None

    @classmethod
    def ask(cls, erasure_id: str, member_id: str, *, grace: timedelta, at: datetime) -> Self:
        """Go at once, or after a time in which it can be undone."""
        return cls(id=erasure_id, member_id=member_id, asked_at=at, due_at=at + grace)

    def ensure_undoable(self, at: datetime) -> None:
        """Refuse what has begun, or begins now; raises ErasureUnknown."""
        if self.state is not State.WAITING or self.due_at <= at:
            raise ErasureUnknown

    def begin(self) -> None:
        """Tell the other services, once the contacts are gone."""
        if self.state is State.WAITING:
            self.state = State.RUNNING
            self._tell()

    def answer(self, service: str, records: int, *, at: datetime) -> None:
        """Note what a service erased; closed when the last one has answered. Again changes nothing."""
        if any(each.service == service for each in self.answers):
            return
        self.answers.append(Answer(service=service, records=records, at=at))
        if self.state is State.RUNNING and {each.service for each in self.answers} >= SERVICES:
            self.state, self.closed_at = State.CLOSED, at

    @property
    def again_at(self) -> datetime:
        """When to erase once more: no token that the member had is good any longer."""
        return self.due_at + TOKENS_ARE_OVER

    def settle(self) -> None:
        """Tell the other services once more, after which nobody can write for this member."""
        self.state = State.SETTLED
        self._tell()

    def _tell(self) -> None:
        self.events.append(MemberErased(erasure_id=self.id, member_id=self.member_id))
