"""The rules of places in the plainest words, for random histories: who sits, who waits, who is over."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from groups.domain.occurrence import Meeting

TEN_TIMES = 10
A_MINUTE = timedelta(minutes=1)
A_QUARTER = timedelta(minutes=15)


@dataclass
class Held:
    """A seat, or a place in the queue."""

    member: str
    registration: str
    standing: bool = False
    until: datetime | None = None


@dataclass
class Left:
    """A place that is over, for now."""

    place: Held
    at: datetime | None
    behind: int


class Model:
    """One date of a series with standing seats."""

    def __init__(self, meeting: Meeting, standing_capacity: int, entitled: Set[str]) -> None:
        self.meeting, self.standing_capacity, self.entitled = meeting, standing_capacity, entitled
        self.seats: list[Held] = []
        self.queue: list[Held] = []
        self.over: dict[str, Left] = {}
        self.times: Counter[str] = Counter()
        self.standing: dict[str, tuple[str, datetime]] = {}  # member -> registration in this date, since
        self.version = self.fitted = 0
        self.skipping: set[str] = set()
        self.called_off = False
        self.facts = 0

    def register(self, member: str, registration: str, at: datetime) -> str:
        if self.called_off:
            return "MeetingCancelled"
        if self.place_of(member):
            return self.told(member)
        if registration in self.over:
            return "RegistrationCancelled"
        if at >= self.meeting.closes_at:
            return "RegistrationClosed"
        if self.times[member] >= TEN_TIMES:
            return "TooManyChanges"
        if self.meeting.requires and member not in self.entitled:
            return "NotEligible"
        return self._give(Held(member, registration), len(self.queue))

    def cancel(self, member: str, registration: str, at: datetime) -> str:
        held = self.place_of(member)
        if held and held.registration == registration:
            if refusal := self._closed(at):
                return refusal
            self.facts += 1
            self._leave(held, at)
            self._promote(at)
            return "cancelled"
        return "cancelled" if registration in self.over else "RegistrationUnknown"

    def confirm(self, member: str, registration: str, at: datetime) -> str:
        held = self.place_of(member)
        if held is None or held.registration != registration:
            if registration not in self.over:
                return "RegistrationUnknown"
            return "RegistrationCancelled" if self.over[registration].at else "PromiseExpired"
        if held in self.queue:
            return "NothingPromised"
        if held.until:
            if refusal := self._closed(at):
                return refusal
            if held.until <= at:
                return "PromiseExpired"
            held.until = None
            self.facts += 1
        return "confirmed"

    def restore(self, member: str, registration: str, at: datetime) -> str:
        held = self.place_of(member)
        if registration not in self.over and (held is None or held.registration != registration):
            return "RegistrationUnknown"
        if held:
            return self.told(member)
        if refusal := self._closed(at):
            return refusal
        left = self.over[registration]
        if left.at is None or at - left.at >= A_MINUTE:
            return "UndoTooLate"
        if self.times[member] >= TEN_TIMES:
            return "TooManyChanges"
        return self._give(Held(member, registration, left.place.standing), left.behind)

    def release(self, at: datetime) -> None:
        if not self._closed(at):
            for held in [each for each in self.seats if each.until and each.until <= at]:
                self.facts += 1
                self._leave(held, None)
            self._promote(at)

    def take(self, member: str, registration: str, at: datetime) -> str:
        if member not in self.standing:
            if len(self.standing) >= self.standing_capacity:
                return "StandingSeatsTaken"
            self.standing[member] = registration, at
            self.version += 1
            self.fit(at)
        return "standing"

    def give_up(self, member: str, at: datetime) -> None:
        self.version += self.standing.pop(member, None) is not None
        self.skipping.discard(member)
        self.fit(at)

    def skip(self, member: str, at: datetime) -> str:
        if member not in self.standing:
            return "StandingSeatUnknown"
        if at >= self.meeting.starts_at:
            return "DateNotInSeries"
        self.version += member not in self.skipping
        self.skipping.add(member)
        held = self.place_of(member)
        if held and not self.called_off:
            self.cancel(member, held.registration, at)
        return "skipped"

    def come_after_all(self, member: str, registration: str, at: datetime) -> str:
        if member not in self.standing:
            return "StandingSeatUnknown"
        self.version += member in self.skipping
        self.skipping.discard(member)
        return self.register(member, registration, at)

    def fit(self, at: datetime) -> None:
        """Seat those whose standing seat wants this date; free what no standing seat wants any more."""
        if self._closed(at) or self.fitted == self.version:
            return
        self.fitted = self.version
        wanted = {each: id_ for each, id_ in self.standing.items() if each not in self.skipping}
        for held in [
            each for each in (*self.seats, *self.queue) if each.standing and each.member not in wanted
        ]:
            self._leave(held, None)
        self._promote(at)
        if at < self.meeting.closes_at:
            for member, (registration, since) in wanted.items():
                if not self.place_of(member) and not self._declined(member, registration, since):
                    waits = len(self.seats) >= self.meeting.capacity
                    (self.queue if waits else self.seats).append(Held(member, registration, standing=True))
                    self.facts += waits

    def call_off(self, at: datetime) -> str:
        if self.called_off:
            return "None"
        if at >= self.meeting.starts_at:
            return "RegistrationClosed"
        self.facts += 1
        self.called_off = True
        return "None"

    def place_of(self, member: str) -> Held | None:
        return next((each for each in (*self.seats, *self.queue) if each.member == member), None)

    def told(self, member: str) -> str:
        held = self.place_of(member)
        assert held
        if held in self.queue:
            return f"queued {self.queue.index(held) + 1}"
        return "promised" if held.until else "confirmed"

    def _declined(self, member: str, registration: str, since: datetime) -> bool:
        back = [left for left in self.over.values() if left.place.member == member and left.at]
        return registration in self.over or any(left.at > since for left in back if left.at)

    def _closed(self, at: datetime) -> str | None:
        if self.called_off:
            return "MeetingCancelled"
        return "RegistrationClosed" if at >= self.meeting.starts_at else None

    def _give(self, held: Held, behind: int) -> str:
        self.facts += 1
        if len(self.seats) < self.meeting.capacity:
            self.seats.append(held)
        else:
            self.queue.insert(behind, held)
        return self.told(held.member)

    def _leave(self, held: Held, at: datetime | None) -> None:
        behind = self.queue.index(held) if held in self.queue else 0
        (self.queue if held in self.queue else self.seats).remove(held)
        self.over[held.registration] = Left(held, at, behind)
        self.times[held.member] += 1

    def _promote(self, at: datetime) -> None:
        until = min(at + timedelta(minutes=self.meeting.answer_minutes), self.meeting.closes_at)
        while self.queue and len(self.seats) < self.meeting.capacity:
            first = self.queue.pop(0)
            first.until = until if until - at >= A_QUARTER else None
            self.seats.append(first)
            self.facts += 1
