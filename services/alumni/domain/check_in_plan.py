"""When a member wants to be asked, and who is prompted when they are silent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.events.check_ins import CheckInDue, CheckInMissed
from alumni.domain.local_time import local_date, moment

SHORTEST_DELAY_HOURS, LONGEST_DELAY_HOURS = 1, 11  # two delays end before the next day's hour
MOST_QUIET_SPANS = 20
LATE = timedelta(hours=6)  # from which asking how the day is helps nobody


class First(StrEnum):
    """Who is prompted first."""

    PARTNER = "partner"
    MENTOR = "mentor"


class Step(StrEnum):
    """What comes next."""

    ASK = "ask"
    PROMPT = "prompt"  # who walks with the member
    TELL_CENTRE = "tell-centre"


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days on which nobody is asked, the first and the last among them."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a member wants."""

    on: bool
    due_hour: int  # 0 to 23, in the member's time zone
    delay_hours: int
    first: First
    quiet: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Around:
    """How it stands with a member when a step is due."""

    time_zone: str
    partners: tuple[str, ...]
    mentor: str | None
    centre_id: str | None
    said: bool  # a check-in of the day that is asked about, or of a later one


@dataclass(kw_only=True)
class CheckInPlan(Aggregate):
    """One member's wishes, with the next step and its time; its id is the member's."""

    wishes: Wishes
    time_zone: str
    step: Step = Step.ASK
    next_at: datetime | None = None  # None: never
    day: date | None = None  # of the member's calendar, that the next step is about

    @classmethod
    def make(cls, member_id: str, wishes: Wishes, time_zone: str, *, at: datetime) -> Self:
        """Begin with the next hour that was wished for."""
        plan = cls(id=member_id, wishes=wishes, time_zone=time_zone)
        plan.wish(wishes, time_zone, at=at)
        return plan

    def wish(self, wishes: Wishes, time_zone: str, *, at: datetime) -> None:
        """Want it otherwise from now on; who was to be prompted today is not."""
        self.wishes, self.time_zone = wishes, time_zone
        self._wait(at)

    def advance(self, around: Around, *, at: datetime) -> None:
        """Take the step that is due: ask, prompt a person, tell the centre, or leave in peace."""
        delay = timedelta(hours=self.wishes.delay_hours)
        if around.said or self._is_quiet() or around.time_zone != self.time_zone:
            self.time_zone = around.time_zone
            self._wait(at)
        elif self.step is Step.ASK:
            self._ask(delay, at)
        elif self.step is Step.PROMPT and (whom := self._first_of(around)):
            self.events.append(CheckInMissed(member_ids=whom, centre_id=around.centre_id))
            self.step, self.next_at = Step.TELL_CENTRE, (self.next_at or at) + delay
        else:
            self.events.append(CheckInMissed(member_ids=[], centre_id=around.centre_id))
            self._wait(at)

    def _ask(self, delay: timedelta, at: datetime) -> None:
        due = self.next_at or at
        if at - due > LATE:
            self._wait(at)
            return
        self.events.append(CheckInDue(member_id=self.id))
        self.step, self.next_at = Step.PROMPT, due + delay

    def _first_of(self, around: Around) -> list[str]:
        mentor = [around.mentor] if around.mentor else []
        if self.wishes.first is First.MENTOR:
            return mentor or list(around.partners)
        return list(around.partners) or mentor

    def _is_quiet(self) -> bool:
        return self.day is not None and any(span.first <= self.day <= span.last for span in self.wishes.quiet)

    def _wait(self, at: datetime) -> None:
        """Look out for the next hour that was wished for, whatever the clock does in between."""
        self.step, self.next_at, self.day = Step.ASK, None, None
        day = local_date(at, self.time_zone)
        while self.wishes.on and self.next_at is None:
            due = moment(day, time(self.wishes.due_hour), self.time_zone)
            if due > at:
                self.next_at, self.day = due, day
            day += timedelta(days=1)
