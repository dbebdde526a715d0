"""One occurrence of a meeting, its seats and its queue: who gets a place is decided here, once."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from groups.domain.errors import (
    MeetingBusy,
    MeetingCancelled,
    MeetingFull,
    NotEligible,
    NotOfYourCentre,
    RegistrationCancelled,
    RegistrationClosed,
    RegistrationUnknown,
    TooManyChanges,
)
from groups.domain.events import (
    Fact,
    OccurrenceCancelled,
    RegistrationConfirmed,
    RegistrationPromoted,
    RegistrationQueued,
    RegistrationWithdrawn,
)
from groups.domain.place import (
    QUEUE_BOUND,
    REGISTRATIONS_EACH,
    RELEASED_KEPT,
    Place,
    Registration,
    Released,
    answer_by,
)

MAX_CAPACITY = 1000  # a larger online meeting is joined without a seat
OUTBOX_BOUND = 4000  # unpublished facts; twice what fills the largest meeting, and far from MongoDB's 16 MB

IN_PERSON, ONLINE, HYBRID = "in-person", "online", "hybrid"
SCHEDULED = "scheduled"
CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What an occurrence takes from its series: what, when, where, how many. Times are UTC."""

    id: str
    series_id: str
    revision: int  # of the series, when the occurrence was fitted to it
    original_date: date  # on the meeting's wall clock, before it was moved
    centre_id: str
    group_id: str | None
    name: str
    slug: str
    kind: str
    types: tuple[str, ...]
    languages: tuple[str, ...]
    public: bool
    requires: tuple[str, ...]  # every entitlement that a place asks for
    address: str
    latitude: float | None
    longitude: float | None
    approximate: bool
    online: bool
    mode: str
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime  # from then on no place is given
    time_zone: str
    capacity: int
    answer_minutes: int  # that a promoted member has to answer


@dataclass(kw_only=True)
class Occurrence:
    """One date of a meeting with the places in it, and the facts that its last changes made."""

    meeting: Meeting
    status: str = SCHEDULED
    withdrawn: bool = False  # cancelled by its series, which may bring it back
    seats: list[Place] = field(default_factory=list)
    queue: list[Place] = field(default_factory=list)
    released: list[Released] = field(default_factory=list)
    events: list[Fact] = field(default_factory=list)
    unpublished: int = 0  # how many facts of earlier changes wait in the outbox
    fitted: int = -1  # the version of the series' standing seats that the places fit

    def register(
        self, registration_id: str, member_id: str, at: datetime, entitlements: frozenset[str] = frozenset()
    ) -> Registration:
        """Give the member a seat, or the next place in the queue; once only.

        Raises MeetingCancelled, RegistrationCancelled, RegistrationClosed, TooManyChanges, NotEligible,
        MeetingBusy or MeetingFull. Whoever holds a place is told so again, also after the closing time, so
        that a repeated request has the same answer.
        """
        if self.status == CANCELLED:
            raise MeetingCancelled
        if held := self.held_by(member_id):
            return held
        if any(each.registration_id == registration_id for each in self.released):
            raise RegistrationCancelled
        if self.meeting.closes_at <= at:
            raise RegistrationClosed
        if self.times_left(member_id) >= REGISTRATIONS_EACH:
            raise TooManyChanges
        if not entitlements.issuperset(self.meeting.requires):
            raise NotEligible(self.meeting.requires)
        self._refuse_when_busy()
        if not self.free_seats and len(self.queue) >= QUEUE_BOUND:
            raise MeetingFull
        return self.place(Place(registration_id, member_id), len(self.queue))

    def cancel(self, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Take the place back and promise the seat to the first of the queue; repeated, the same answer.

        Raises RegistrationUnknown (also for another's), MeetingCancelled, RegistrationClosed or MeetingBusy.
        """
        if place := self.find(registration_id, member_id):
            self.refuse_unless_open(at)
            self.leave(place, at)
            self.events.append(RegistrationWithdrawn(**self.about(place)))
            self.promote(at)
        elif not any(
            (each.registration_id, each.member_id) == (registration_id, member_id) for each in self.released
        ):
            raise RegistrationUnknown
        return Registration(
            id=registration_id,
            occurrence_id=self.meeting.id,
            state="cancelled",
            position=None,
            starts_at=self.meeting.starts_at,
            created=False,
        )

    def call_off(self, centre_id: str, at: datetime) -> None:
        """Call the meeting off and tell everyone who held a place; once only.

        Raises NotOfYourCentre, RegistrationClosed once it has started, or MeetingBusy.
        """
        if self.meeting.centre_id != centre_id:
            raise NotOfYourCentre
        if self.status == CANCELLED:
            return
        self.refuse_unless_open(at)
        self.status = CANCELLED
        self.events.append(
            OccurrenceCancelled(
                occurrence_id=self.meeting.id,
                starts_at=self.meeting.starts_at,
                time_zone=self.meeting.time_zone,
                member_ids=[place.member_id for place in (*self.seats, *self.queue)],
            )
        )

    @property
    def free_seats(self) -> int:
        """How many seats nobody holds and nobody was promised."""
        return max(self.meeting.capacity - len(self.seats), 0)

    def find(self, registration_id: str, member_id: str) -> Place | None:
        """The place that a registration stands for."""
        for place in (*self.seats, *self.queue):
            if (place.registration_id, place.member_id) == (registration_id, member_id):
                return place
        return None

    def held_by(self, member_id: str) -> Registration | None:
        """What the member is told of the place that they hold now."""
        for place in (*self.seats, *self.queue):
            if place.member_id == member_id:
                return self.told(place, created=False)
        return None

    def times_left(self, member_id: str) -> int:
        """How often the member gave a place back, as far as it is remembered."""
        return sum(each.member_id == member_id for each in self.released)

    def refuse_unless_open(self, at: datetime) -> None:
        """Change nothing once the meeting is cancelled or has started, nor while it has too much to tell."""
        if self.status == CANCELLED:
            raise MeetingCancelled
        if self.meeting.starts_at <= at:
            raise RegistrationClosed
        self._refuse_when_busy()

    def place(self, place: Place, position: int) -> Registration:
        """Give somebody a free seat, else a place in the queue behind so many others."""
        if self.free_seats:
            self.seats.append(place)
            self.events.append(RegistrationConfirmed(**self.about(place)))
        else:
            self.queue.insert(position, place)
            told = self.queue.index(place) + 1
            self.events.append(RegistrationQueued(**self.about(place), position=told))
        return self.told(place, created=True)

    def leave(self, place: Place, at: datetime | None) -> None:
        """Remember that somebody left; `at` is None for whoever did not do it themselves."""
        position = self.queue.index(place) if place in self.queue else 0
        (self.queue if place in self.queue else self.seats).remove(place)
        left = Released(
            registration_id=place.registration_id,
            member_id=place.member_id,
            at=at,
            standing=place.standing,
            position=position,
        )
        self.released = [*self.released, left][-RELEASED_KEPT:]

    def promote(self, at: datetime) -> None:
        """Promise the free seats to the first of the queue; without a time to answer, they are theirs."""
        until = answer_by(self.meeting.closes_at, self.meeting.answer_minutes, at)
        while self.queue and self.free_seats:
            first = replace(self.queue.pop(0), until=until)
            self.seats.append(first)
            self.events.append(RegistrationPromoted(**self.about(first), answer_by=until))

    def about(self, place: Place) -> dict[str, Any]:
        """What every fact about a place says."""
        return {
            "occurrence_id": self.meeting.id,
            "registration_id": place.registration_id,
            "member_id": place.member_id,
            "starts_at": self.meeting.starts_at,
            "time_zone": self.meeting.time_zone,
        }

    def told(self, place: Place, *, created: bool = False) -> Registration:
        """What a member is told of their place."""
        waits = place in self.queue
        return Registration(
            id=place.registration_id,
            occurrence_id=self.meeting.id,
            state="queued" if waits else "promised" if place.until else "confirmed",
            position=self.queue.index(place) + 1 if waits else None,
            starts_at=self.meeting.starts_at,
            created=created,
            answer_by=place.until,
        )

    def _refuse_when_busy(self) -> None:
        """Change nothing while the outbox, a part of the occurrence, holds as much as it may."""
        if self.unpublished >= OUTBOX_BOUND:
            raise MeetingBusy
