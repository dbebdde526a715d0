"""Standing seats in several dates of a series: the same on memory and on MongoDB."""

from datetime import date, timedelta
from typing import Any

import pytest

from groups.domain import errors
from groups.domain.commands import ComeAfterAll, GiveUpStandingSeat, SkipDate, TakeStandingSeat
from groups.domain.meeting import MeetingSeries
from groups.handlers.standing import (
    Standing,
    come_after_all,
    fit_due_dates,
    give_up_standing_seat,
    occurrence_of,
    skip_date,
    take_standing_seat,
)
from tests.groups.samples import NOW, a_series
from tests.groups.worlds import World

SERIES = "5e" * 16
MONDAYS = [date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)]
FIRST, SECOND, THIRD = MONDAYS


class Entitled:
    """Whoever's name begins with w is a woman."""

    def entitlements_of(self, member_id: str) -> frozenset[str]:
        return frozenset({"women"}) if member_id.startswith("w") else frozenset()


@pytest.fixture
def series(world: World) -> MeetingSeries:
    series = a_series(capacity=2, standing_capacity=1)
    world.series.save({SERIES: series})
    for day in MONDAYS[:2]:
        world.add(series.meeting(SERIES, day))
    return series


@pytest.fixture
def standing(world: World, series: MeetingSeries) -> Standing:
    groups: Any = Entitled()
    return Standing(seats=world.standing, series=world.series, occurrences=world.occurrences, groups=groups)


def take(standing: Standing, member: str) -> bool:
    command = TakeStandingSeat(series_id=SERIES, member_id=member, at=NOW)
    return take_standing_seat(command, standing)[1]


def skip(standing: Standing, member: str, day: date) -> None:
    skip_date(SkipDate(series_id=SERIES, member_id=member, original_date=day, at=NOW), standing)


def come(standing: Standing, member: str, day: date) -> str:
    command = ComeAfterAll(series_id=SERIES, member_id=member, original_date=day, at=NOW)
    return come_after_all(command, standing).state


def seated(world: World, day: date) -> list[str]:
    return [member for _, member in world.look(occurrence_of(SERIES, day)).seats]


def events(world: World, day: date) -> list[str]:
    return [event[0].split(".")[2] for event in world.look(occurrence_of(SERIES, day)).events]


def test_a_standing_seat_is_a_seat_in_every_date_without_a_message_for_each(
    world: World, standing: Standing
) -> None:
    assert [take(standing, "m"), take(standing, "m")] == [True, False]

    for day in (FIRST, SECOND):
        assert seated(world, day) == ["m"]
        assert len(world.look(occurrence_of(SERIES, day)).standing) == 1
        assert events(world, day) == []


def test_a_series_has_so_many_standing_seats_and_no_more(world: World, standing: Standing) -> None:
    take(standing, "m")
    with pytest.raises(errors.StandingSeatsTaken):
        take(standing, "n")
    give_up_standing_seat(GiveUpStandingSeat(series_id=SERIES, member_id="m", at=NOW), standing)

    assert seated(world, FIRST) == seated(world, SECOND) == []
    assert take(standing, "n")


def test_a_date_made_later_is_filled_by_the_scheduler_once(
    world: World, standing: Standing, series: MeetingSeries
) -> None:
    take(standing, "m")
    world.add(series.meeting(SERIES, THIRD))

    assert fit_due_dates(world.standing, world.occurrences, NOW) == 0
    later = NOW + timedelta(minutes=15)
    assert [fit_due_dates(world.standing, world.occurrences, later) for _ in range(2)] == [1, 0]
    assert seated(world, THIRD) == ["m"]


def test_skipping_frees_one_date_and_the_next_waiting_person_is_promised_the_seat(
    world: World, standing: Standing
) -> None:
    take(standing, "m")
    id_ = occurrence_of(SERIES, FIRST)
    for name in ("a", "b"):
        world.occurrences.register(id_, name, name, NOW)
    skip(standing, "m", FIRST)

    assert seated(world, FIRST) == ["a", "b"]
    assert set(world.look(id_).promised) == {"b"}
    assert seated(world, SECOND) == ["m"]
    assert come(standing, "m", FIRST) == "queued"
    assert events(world, FIRST) == ["confirmed", "queued", "cancelled", "promoted", "queued"]


def test_a_skipped_date_is_taken_again_while_there_is_a_seat_and_no_fitting_takes_it_away(
    world: World, standing: Standing
) -> None:
    take(standing, "m")
    skip(standing, "m", FIRST)
    fit_due_dates(world.standing, world.occurrences, NOW)
    assert seated(world, FIRST) == []

    assert come(standing, "m", FIRST) == "confirmed"
    fit_due_dates(world.standing, world.occurrences, NOW)
    assert seated(world, FIRST) == ["m"]


def test_what_was_given_back_is_never_given_again(world: World, standing: Standing) -> None:
    take(standing, "m")
    (registration, _), *_ = world.look(occurrence_of(SERIES, FIRST)).seats
    world.occurrences.cancel(occurrence_of(SERIES, FIRST), registration, "m", NOW)
    skip(standing, "m", SECOND)  # which is a reason to fit all dates anew
    fit_due_dates(world.standing, world.occurrences, NOW)

    assert seated(world, FIRST) == []


def test_a_full_date_has_the_standing_member_in_its_queue(world: World, standing: Standing) -> None:
    for name in ("a", "b"):
        world.occurrences.register(occurrence_of(SERIES, FIRST), name, name, NOW)
    take(standing, "m")

    assert events(world, FIRST) == ["confirmed", "confirmed", "queued"]
    assert [member for _, member in world.look(occurrence_of(SERIES, FIRST)).queue] == ["m"]


def test_a_date_that_is_not_to_come_or_not_of_the_series_is_not_skipped(
    world: World, standing: Standing
) -> None:
    with pytest.raises(errors.StandingSeatUnknown):
        skip(standing, "m", FIRST)
    take(standing, "m")
    for day in (FIRST + timedelta(days=1), date(2026, 1, 5)):
        with pytest.raises(errors.DateNotInSeries):
            skip(standing, "m", day)


def test_a_standing_seat_asks_for_what_its_dates_ask_for(world: World, standing: Standing) -> None:
    world.series.save({SERIES: a_series(capacity=2, requires=("women",))})
    with pytest.raises(errors.NotEligible):
        take(standing, "m")
    assert take(standing, "w")
    world.series.save({SERIES: a_series(capacity=2, requires=("women",), kind="therapy")})
    with pytest.raises(errors.SeriesUnknown):
        take(standing, "m")
