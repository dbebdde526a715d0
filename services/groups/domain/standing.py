"""Standing seats: a seat in every date of a series, held until it is given up, and skipped date by date."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from chassis.ids import derived_id
from groups.domain.errors import MeetingBusy, StandingSeatsTaken, StandingSeatUnknown
from groups.domain.events import RegistrationQueued, StandingFact, StandingSeatGivenUp, StandingSeatTaken
from groups.domain.occurrence import CANCELLED, OUTBOX_BOUND, Occurrence
from groups.domain.place import QUEUE_BOUND, Place

FITTED_EVERY = timedelta(minutes=15)  # how long a date that was just made may wait for its standing members


@dataclass(frozen=True, kw_only=True)
class StandingSeat:
    """A member's seat in every date of a series but the skipped ones."""

    id: str
    member_id: str
    taken_at: datetime
    skips: tuple[date, ...] = ()  # by the date that the series gave, ascending; past ones are forgotten


@dataclass(frozen=True, kw_only=True)
class StandingPlaces:
    """Who is to have a place in one date, in the order in which the standing seats were taken."""

    version: int
    places: Sequence[Place]
    since: Sequence[datetime]  # when each of them took the standing seat


@dataclass(kw_only=True)
class StandingSeats:
    """The standing seats of a series; every change makes a version, which the coming dates are fitted to."""

    series_id: str
    seats: list[StandingSeat] = field(default_factory=list)
    version: int = 0
    due_at: datetime | None = None  # when to fit the coming dates; at once after a change
    events: list[StandingFact] = field(default_factory=list)
    unpublished: int = 0

    def take(self, standing_id: str, member_id: str, capacity: int, at: datetime) -> StandingSeat:
        """Give the member a standing seat while there is one; whoever has one is told so again.

        Raises MeetingBusy or StandingSeatsTaken.
        """
        if held := self.held_by(member_id):
            return held
        self._refuse_when_busy()
        if len(self.seats) >= capacity:
            raise StandingSeatsTaken
        seat = StandingSeat(id=standing_id, member_id=member_id, taken_at=at)
        self.seats.append(seat)
        fact = StandingSeatTaken(series_id=self.series_id, standing_id=seat.id, member_id=member_id)
        self.events.append(fact)
        self._changed(at)
        return seat

    def give_up(self, member_id: str, at: datetime) -> None:
        """Take the member's seat back; whoever has none is done already. Raises MeetingBusy."""
        if held := self.held_by(member_id):
            self._refuse_when_busy()
            self.seats.remove(held)
            fact = StandingSeatGivenUp(series_id=self.series_id, standing_id=held.id, member_id=member_id)
            self.events.append(fact)
            self._changed(at)

    def skip(self, member_id: str, day: date, at: datetime, *, skipped: bool) -> StandingSeat:
        """Leave one date out, or no longer; raises StandingSeatUnknown."""
        held = self.held_by(member_id)
        if held is None:
            raise StandingSeatUnknown
        coming = {each for each in held.skips if each >= oldest_skip(at)}
        skips = coming | {day} if skipped else coming - {day}
        seat = replace(held, skips=tuple(sorted(skips)))
        if seat != held:
            self.seats[self.seats.index(held)] = seat
            self._changed(at)
        return seat

    def held_by(self, member_id: str) -> StandingSeat | None:
        """The member's standing seat."""
        return next((seat for seat in self.seats if seat.member_id == member_id), None)

    def wanted(self, occurrence_id: str, day: date) -> StandingPlaces:
        """Tell who is to have a place in a date.

        The registration derives from the standing seat: what it once gave is never given again.
        """
        seats = [seat for seat in self.seats if day not in seat.skips]
        return StandingPlaces(
            version=self.version,
            places=[
                Place(derived_id(occurrence_id, seat.id), seat.member_id, standing=True) for seat in seats
            ],
            since=[seat.taken_at for seat in seats],
        )

    def _changed(self, at: datetime) -> None:
        self.version += 1
        self.due_at = at

    def _refuse_when_busy(self) -> None:
        if self.unpublished >= OUTBOX_BOUND:
            raise MeetingBusy


def oldest_skip(at: datetime) -> date:
    """Tell from which date on skips are remembered: those that are past in every time zone are not."""
    return at.date() - timedelta(days=1)


def fit(occurrence: Occurrence, wanted: StandingPlaces, at: datetime) -> bool:
    """Seat the standing members of a date who have no place in it, and free what is no longer wanted.

    Seats are taken and freed without a fact; whoever finds the seats taken waits in the queue, and is told.
    Whoever gave a place in this date back since they have the standing seat gets none. An older version
    changes nothing. Tells whether the occurrence fits this version now, or a later one.
    """
    if wanted.version <= occurrence.fitted:
        return True
    if occurrence.status == CANCELLED or occurrence.meeting.starts_at <= at:
        return False
    if occurrence.unpublished >= OUTBOX_BOUND:
        return False
    _free(occurrence, {place.member_id for place in wanted.places}, at)
    if at < occurrence.meeting.closes_at:
        _seat(occurrence, wanted)
    occurrence.fitted = wanted.version
    return True


def _free(occurrence: Occurrence, member_ids: set[str], at: datetime) -> None:
    held = (*occurrence.seats, *occurrence.queue)
    gone = [place for place in held if place.standing and place.member_id not in member_ids]
    for place in gone:
        occurrence.leave(place, None)
    if gone:
        occurrence.promote(at)


def _seat(occurrence: Occurrence, wanted: StandingPlaces) -> None:
    for place, since in zip(wanted.places, wanted.since, strict=True):
        if occurrence.held_by(place.member_id) or _declined(occurrence, place, since):
            continue
        if occurrence.free_seats:
            occurrence.seats.append(place)
        elif len(occurrence.queue) < QUEUE_BOUND:
            occurrence.queue.append(place)
            position = len(occurrence.queue)
            occurrence.events.append(RegistrationQueued(**occurrence.about(place), position=position))


def _declined(occurrence: Occurrence, place: Place, since: datetime) -> bool:
    return any(
        each.registration_id == place.registration_id
        or (each.member_id == place.member_id and each.at is not None and each.at > since)
        for each in occurrence.released
    )
