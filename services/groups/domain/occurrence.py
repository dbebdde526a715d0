"""One occurrence of a meeting, its seats and its queue: who gets a place is decided here, once."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from groups.domain.errors import (
    MeetingBusy,
    MeetingCancelled,
    MeetingFull,
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

MAX_CAPACITY = 1000  # a larger online meeting is joined without a seat
QUEUE_BOUND = 1000
RELEASED_KEPT = 1000  # how many cancelled registrations an occurrence remembers
REGISTRATIONS_EACH = 10  # of one member in one occurrence: each of them sends messages
OUTBOX_BOUND = 4000  # unpublished facts; twice what fills the largest meeting, and far from MongoDB's 16 MB

IN_PERSON, ONLINE, HYBRID = "in-person", "online", "hybrid"
SCHEDULED = "scheduled"
CANCELLED = "cancelled"


@dataclass(frozen=True)
class Place:
    """Somebody's seat, place in the queue, or former place."""

    registration_id: str
    member_id: str


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What a member is told about their registration."""

    id: str
    occurrence_id: str
    state: Literal["confirmed", "queued", "cancelled"]
    position: int | None  # in the queue, from 1
    starts_at: datetime
    created: bool  # False: it was there before


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
    released: list[Place] = field(default_factory=list)
    events: list[Fact] = field(default_factory=list)
    unpublished: int = 0  # how many facts of earlier changes wait in the outbox

    def register(self, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Give the member a seat, or the next place in the queue; once only.

        Raises MeetingCancelled, RegistrationCancelled, RegistrationClosed, TooManyChanges, MeetingBusy or
        MeetingFull. Whoever holds a place is told so again, also after the start, so that a repeated request
        has the same answer.
        """
        if self.status == CANCELLED:
            raise MeetingCancelled
        if held := self.held_by(member_id):
            return held
        if Place(registration_id, member_id) in self.released:
            raise RegistrationCancelled
        if self.meeting.starts_at <= at:
            raise RegistrationClosed
        if sum(place.member_id == member_id for place in self.released) >= REGISTRATIONS_EACH:
            raise TooManyChanges
        self._refuse_when_busy()
        place = Place(registration_id, member_id)
        if len(self.seats) < self.meeting.capacity:
            self.seats.append(place)
            self.events.append(RegistrationConfirmed(**self._about(place)))
            return self._registration(place, None, created=True)
        if len(self.queue) >= QUEUE_BOUND:
            raise MeetingFull
        self.queue.append(place)
        position = len(self.queue)
        self.events.append(RegistrationQueued(**self._about(place), position=position))
        return self._registration(place, position, created=True)

    def cancel(self, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Take the place back and seat the first of the queue; a repetition gives the same answer.

        Raises RegistrationUnknown (also for another's), MeetingCancelled, RegistrationClosed or MeetingBusy.
        """
        place = Place(registration_id, member_id)
        if place not in self.released:
            self._give_back(place, at)
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
        if self.meeting.starts_at <= at:
            raise RegistrationClosed
        self._refuse_when_busy()
        self.status = CANCELLED
        self.events.append(
            OccurrenceCancelled(
                occurrence_id=self.meeting.id,
                starts_at=self.meeting.starts_at,
                time_zone=self.meeting.time_zone,
                member_ids=[place.member_id for place in (*self.seats, *self.queue)],
            )
        )

    def held_by(self, member_id: str) -> Registration | None:
        """The place that the member holds now."""
        for place in self.seats:
            if place.member_id == member_id:
                return self._registration(place, None, created=False)
        for position, place in enumerate(self.queue, start=1):
            if place.member_id == member_id:
                return self._registration(place, position, created=False)
        return None

    def _refuse_when_busy(self) -> None:
        """Change nothing while the outbox, a part of the occurrence, holds as much as it may."""
        if self.unpublished >= OUTBOX_BOUND:
            raise MeetingBusy

    def _give_back(self, place: Place, at: datetime) -> None:
        if place not in self.seats and place not in self.queue:
            raise RegistrationUnknown
        if self.status == CANCELLED:
            raise MeetingCancelled
        if self.meeting.starts_at <= at:
            raise RegistrationClosed
        self._refuse_when_busy()
        self.released = [*self.released, place][-RELEASED_KEPT:]
        self.events.append(RegistrationWithdrawn(**self._about(place)))
        if place in self.queue:
            self.queue.remove(place)
            return
        self.seats.remove(place)
        if self.queue:
            first = self.queue.pop(0)
            self.seats.append(first)
            self.events.append(RegistrationPromoted(**self._about(first)))

    def _about(self, place: Place) -> dict[str, Any]:
        return {
            "occurrence_id": self.meeting.id,
            "registration_id": place.registration_id,
            "member_id": place.member_id,
            "starts_at": self.meeting.starts_at,
            "time_zone": self.meeting.time_zone,
        }

    def _registration(self, place: Place, position: int | None, *, created: bool) -> Registration:
        return Registration(
            id=place.registration_id,
            occurrence_id=self.meeting.id,
            state="confirmed" if position is None else "queued",
            position=position,
            starts_at=self.meeting.starts_at,
            created=created,
        )
