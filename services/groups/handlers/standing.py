"""What is done with standing seats, one function per command; the coming dates follow at once."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from chassis.ids import derived_id, new_id
from groups.domain.commands import ComeAfterAll, GiveUpStandingSeat, SkipDate, TakeStandingSeat
from groups.domain.eligibility import is_discreet
from groups.domain.errors import (
    DateNotInSeries,
    MeetingCancelled,
    NotEligible,
    OccurrenceUnknown,
    SeriesOver,
    SeriesUnknown,
    StandingSeatUnknown,
)
from groups.domain.place import Registration
from groups.domain.standing import FITTED_EVERY, StandingSeat
from groups.handlers.places import register
from groups.ports import AllSeries, AllStandingSeats, Groups, Occurrences


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What orders about standing seats work with."""

    seats: AllStandingSeats
    series: AllSeries
    occurrences: Occurrences
    groups: Groups


def take_standing_seat(command: TakeStandingSeat, standing: Standing) -> tuple[StandingSeat, bool]:
    """Give the member a standing seat, once, and places in the coming dates; tells whether it is new."""
    today = command.at.date()
    series = standing.series.get(command.series_id).as_of(today)
    if series.ends_on is not None and series.ends_on <= today:
        raise SeriesOver
    if missing := set(series.requires) - standing.groups.entitlements_of(command.member_id):
        raise SeriesUnknown if is_discreet(series.kind) else NotEligible(missing)
    capacity = series.capacity if series.standing_capacity is None else series.standing_capacity
    id_ = new_id()
    seat = standing.seats.take(command.series_id, id_, command.member_id, capacity, command.at)
    fit_dates(command.series_id, standing.seats, standing.occurrences, command.at)
    return seat, seat.id == id_


def give_up_standing_seat(command: GiveUpStandingSeat, standing: Standing) -> None:
    """Free the member's standing seat and the places that came from it; again, nothing more."""
    standing.seats.give_up(command.series_id, command.member_id, command.at)
    fit_dates(command.series_id, standing.seats, standing.occurrences, command.at)


def skip_date(command: SkipDate, standing: Standing) -> StandingSeat:
    """Free whatever place the member has in one date, and remember that they do not want one."""
    occurrence_id = _coming(command, standing)
    seat = standing.seats.skip(
        command.series_id, command.member_id, command.original_date, command.at, skipped=True
    )
    if held := standing.occurrences.held_by(occurrence_id, command.member_id):
        with suppress(MeetingCancelled):  # nobody meets on that date anyway
            standing.occurrences.cancel(occurrence_id, held.id, command.member_id, command.at)
    return seat


def come_after_all(command: ComeAfterAll, standing: Standing) -> Registration:
    """Give the member a free seat in a date that they skipped, or the next place in its queue."""
    occurrence_id = _coming(command, standing)
    seat = standing.seats.skip(
        command.series_id, command.member_id, command.original_date, command.at, skipped=False
    )
    registration_id = derived_id(occurrence_id, seat.id, new_id())
    return register(
        occurrence_id, registration_id, command.member_id, command.at, standing.occurrences, standing.groups
    )


def fit_dates(series_id: str, seats: AllStandingSeats, occurrences: Occurrences, at: datetime) -> None:
    """Fit the coming dates of a series to its standing seats; what cannot follow yet is due again."""
    found = seats.get(series_id)
    dates = occurrences.unfitted(series_id, found.version, at)
    fits = [occurrences.fit(id_, found.wanted(id_, day), at) for id_, day in dates]
    if all(fits):
        seats.mark_fitted(series_id, found.version, at + FITTED_EVERY if found.seats else None)


def fit_due_dates(seats: AllStandingSeats, occurrences: Occurrences, at: datetime) -> int:
    """Fit the dates of series whose standing seats changed, or that may have new dates; gives how many."""
    count = 0
    for series_id in seats.due(at):
        fit_dates(series_id, seats, occurrences, at)
        count += 1
    return count


def _coming(command: SkipDate | ComeAfterAll, standing: Standing) -> str:
    """Give the id of a coming date of the member's series; raises StandingSeatUnknown or DateNotInSeries."""
    if standing.seats.get(command.series_id).held_by(command.member_id) is None:
        raise StandingSeatUnknown
    id_ = occurrence_of(command.series_id, command.original_date)
    try:
        meeting = standing.occurrences.meeting(id_)
    except OccurrenceUnknown:
        raise DateNotInSeries from None
    if meeting.starts_at <= command.at:
        raise DateNotInSeries
    return id_


def occurrence_of(series_id: str, original_date: date) -> str:
    """Give the id of the occurrence of a date."""
    return derived_id(series_id, original_date.isoformat())
