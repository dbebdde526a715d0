"""Dates that follow their series, the same on memory and on MongoDB, also when it is done twice at once."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from groups.domain.changes import Change, Segment
from groups.domain.errors import MeetingBusy
from groups.domain.meeting import HORIZON, MeetingSeries
from groups.domain.occurrence import OUTBOX_BOUND, Meeting
from groups.handlers.calendar import keep_occurrences_made, make_occurrences
from tests.groups.samples import NOW, a_series
from tests.groups.worlds import Snapshot, World

ID = "7" * 32
MONDAYS = [date(2026, 11, 23) + timedelta(weeks=number) for number in range(8)]
CHANGED = "groups.registration.meeting-changed.v1"
CANCELLED = "groups.registration.meeting-cancelled.v1"


def saved(world: World, **changes: Any) -> MeetingSeries:
    """Store the series as it is now, without making its dates."""
    return world.series.save({ID: a_series(**changes)})[ID]


def arranged(world: World, series: MeetingSeries, at: datetime = NOW) -> int:
    return make_occurrences({ID: series}, world.occurrences, at)


def by_date(world: World) -> Mapping[date, Meeting]:
    return {each.original_date: each for each in world.coming().values()}


def news(snapshot: Snapshot) -> list[tuple[str, list[str]]]:
    """What members were told of the meeting itself, and which of them."""
    told = [(type_, data["member_ids"]) for type_, _, data in snapshot.events if "member_ids" in data]
    assert [sequence for _, sequence, _ in snapshot.events] == list(range(1, len(snapshot.events) + 1))
    return told


@pytest.fixture
def held(world: World) -> dict[date, str]:
    """A series of which everybody holds a place in every date: m0 has the seat, m1 waits."""
    arranged(world, saved(world, capacity=1))
    ids = {day: meeting.id for day, meeting in by_date(world).items()}
    for id_ in ids.values():
        for member in ("m0", "m1"):
            world.occurrences.register(id_, f"{member}-{id_}", member, NOW)
    return ids


def test_a_moved_series_takes_its_registrations_along_and_tells_each_once(
    world: World, held: dict[date, str]
) -> None:
    series = saved(world, capacity=1, address="2 Mall Road, Ludhiana")

    assert [arranged(world, series) for _ in range(3)] == [8, 0, 0]
    for id_ in held.values():
        seen = world.look(id_)
        assert ([member for _, member in seen.seats], [member for _, member in seen.queue]) == (
            ["m0"],
            ["m1"],
        )
        assert news(seen) == [(CHANGED, ["m0", "m1"])]
    assert {each.address for each in world.coming().values()} == {"2 Mall Road, Ludhiana"}


def test_what_concerns_no_time_place_or_way_is_told_to_nobody(world: World, held: dict[date, str]) -> None:
    series = saved(world, capacity=1, name="Night Hour", duration=timedelta(hours=2), closes_minutes=30)

    assert arranged(world, series) == 0
    assert {each.name for each in world.coming().values()} == {"Night Hour"}
    assert [news(world.look(id_)) for id_ in held.values()] == [[]] * 8


def test_everybody_is_told_once_though_it_is_done_by_many_at_once(
    world: World, held: dict[date, str]
) -> None:
    changes = {
        MONDAYS[1]: Change(cancelled=True),
        MONDAYS[2]: Change(starts_at=datetime.combine(MONDAYS[2] + timedelta(days=1), a_series().time)),
    }
    later = Segment(since=MONDAYS[5], values={"address": "2 Mall Road, Ludhiana"})
    series = saved(world, capacity=1, changes=changes, segments=(later,))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: arranged(world, series), range(24)))

    told = {day: [type_ for type_, _ in news(world.look(id_))] for day, id_ in held.items()}
    assert told == {
        **{MONDAYS[0]: [], MONDAYS[1]: [CANCELLED], MONDAYS[2]: [CHANGED]},
        **{MONDAYS[3]: [], MONDAYS[4]: []},
        **{day: [CHANGED] for day in MONDAYS[5:]},
    }
    assert world.look(held[MONDAYS[1]]).status == "cancelled"
    assert by_date(world)[MONDAYS[2]].id == held[MONDAYS[2]]


def test_who_registers_while_a_date_moves_is_told_or_comes_after(world: World) -> None:
    arranged(world, saved(world, capacity=100))
    id_ = by_date(world)[MONDAYS[0]].id
    series = saved(world, capacity=100, address="2 Mall Road, Ludhiana")

    def act(number: int) -> None:
        if number % 10 == 5:
            arranged(world, series)
        else:
            world.occurrences.register(id_, f"r{number}", f"m{number}", NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(60)))

    events = world.look(id_).events
    changed = [place for place, (type_, _, _) in enumerate(events) if type_ == CHANGED]
    assert len(changed) <= 1
    before = [data["member_id"] for type_, _, data in events[: changed[0] if changed else 0]]
    assert sorted(events[changed[0]][2]["member_ids"] if changed else []) == sorted(before)
    assert len(world.look(id_).seats) == 54


def test_the_event_of_a_move_says_from_when_to_when(world: World, held: dict[date, str]) -> None:
    change = Change(starts_at=datetime.fromisoformat("2026-11-30T19:30"))
    arranged(world, saved(world, capacity=1, changes={MONDAYS[1]: change}))

    type_, sequence, data = world.look(held[MONDAYS[1]]).events[-1]
    assert (type_, sequence) == (CHANGED, 3)
    assert data == {
        "occurrence_id": held[MONDAYS[1]],
        "starts_at": "2026-11-30T14:00:00.000Z",
        "previously_starts_at": "2026-11-30T12:30:00.000Z",
        "time_zone": "Asia/Kolkata",
        "member_ids": ["m0", "m1"],
    }


def test_a_date_that_is_cancelled_and_comes_back_keeps_its_places(
    world: World, held: dict[date, str]
) -> None:
    arranged(world, saved(world, capacity=1, changes={MONDAYS[1]: Change(cancelled=True)}))
    arranged(world, saved(world, capacity=1))

    seen = world.look(held[MONDAYS[1]])
    assert (seen.status, [member for _, member in seen.seats]) == ("scheduled", ["m0"])
    assert [type_ for type_, _ in news(seen)] == [CANCELLED, CHANGED]


def test_what_somebody_called_off_stays_so_through_every_change(world: World, held: dict[date, str]) -> None:
    meeting = by_date(world)[MONDAYS[1]]
    world.occurrences.call_off(meeting.id, meeting.centre_id, NOW)
    arranged(world, saved(world, capacity=1, suspended=True))
    arranged(world, saved(world, capacity=1, address="2 Mall Road, Ludhiana"))

    assert world.look(meeting.id).status == "cancelled"
    assert [type_ for type_, _ in news(world.look(meeting.id))] == [CANCELLED]


def test_who_fits_dates_to_an_older_series_changes_nothing(world: World, held: dict[date, str]) -> None:
    older = saved(world, capacity=1, address="2 Mall Road, Ludhiana")
    newer = saved(world, capacity=1, address="3 Station Road, Ludhiana")
    arranged(world, newer)
    before = [world.look(id_) for id_ in held.values()]

    assert arranged(world, older) == 0
    assert arranged(world, replace(older, suspended=True)) == 0
    assert [world.look(id_) for id_ in held.values()] == before


def test_a_date_that_is_moved_away_beyond_the_horizon_is_not_lost(
    world: World, held: dict[date, str]
) -> None:
    moved = datetime.combine(MONDAYS[7] + timedelta(days=20), a_series().time)
    series = saved(world, capacity=1, changes={MONDAYS[7]: Change(starts_at=moved)})

    assert [arranged(world, series, NOW + timedelta(days=days)) for days in (0, 0, 10, 30)] == [1, 0, 0, 0]
    assert world.look(held[MONDAYS[7]]).status == "scheduled"
    assert news(world.look(held[MONDAYS[7]])) == [(CHANGED, ["m0", "m1"])]


def test_a_clock_that_is_behind_takes_no_date_away(world: World, held: dict[date, str]) -> None:
    series = world.series.get(ID)
    arranged(world, series, NOW + timedelta(days=3))
    dates = set(world.coming())

    assert arranged(world, series, NOW) == 0
    assert set(world.coming()) == dates
    assert {world.look(id_).status for id_ in dates} == {"scheduled"}


def test_more_seats_go_to_those_who_wait(world: World, held: dict[date, str]) -> None:
    series = saved(world, capacity=2)
    for _ in range(2):
        arranged(world, series)

    seen = world.look(held[MONDAYS[1]])
    assert ([member for _, member in seen.seats], seen.queue) == (["m0", "m1"], [])
    assert [type_ for type_, _, _ in seen.events[2:]] == ["groups.registration.promoted.v1"]


def test_a_promised_seat_is_answered_before_an_earlier_closing_time(
    world: World, held: dict[date, str]
) -> None:
    id_ = held[MONDAYS[1]]
    world.occurrences.cancel(id_, f"m0-{id_}", "m0", NOW)
    promised = next(iter(world.look(id_).promised.values()))
    changes = {MONDAYS[1]: Change(starts_at=datetime.fromisoformat("2026-11-23T13:00"))}
    arranged(world, saved(world, capacity=1, changes=changes))

    moved = by_date(world)[MONDAYS[1]].starts_at
    assert moved < promised
    assert list(world.look(id_).promised.values()) == [moved]


def test_a_date_with_too_much_to_tell_follows_once_that_is_told(world: World, held: dict[date, str]) -> None:
    world.leave_unpublished(held[MONDAYS[0]], OUTBOX_BOUND)
    series = saved(world, capacity=1, address="2 Mall Road, Ludhiana")
    with pytest.raises(MeetingBusy):
        arranged(world, series)

    assert [day for day, each in by_date(world).items() if each.address != series.address] == [MONDAYS[0]]
    assert keep_occurrences_made(world.series, world.occurrences, NOW) == 1
    assert keep_occurrences_made(world.series, world.occurrences, NOW) == 1
    world.leave_unpublished(held[MONDAYS[0]], 0)
    assert keep_occurrences_made(world.series, world.occurrences, NOW) == 1
    assert keep_occurrences_made(world.series, world.occurrences, NOW) == 0
    assert {each.address for each in world.coming().values()} == {series.address}


def test_a_pause_leaves_the_dates_after_it(world: World, held: dict[date, str]) -> None:
    series = saved(world, capacity=1, suspended=True, resumes_on=MONDAYS[3])

    assert arranged(world, series) == 3
    status = [world.look(held[day]).status for day in MONDAYS]
    assert status == ["cancelled"] * 3 + ["scheduled"] * 5


def test_dates_are_made_day_by_day_and_never_twice(world: World) -> None:
    saved(world, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", starts_on=MONDAYS[0])
    for day in range(30):
        keep_occurrences_made(world.series, world.occurrences, NOW + timedelta(days=day))

    days = sorted(by_date(world))
    assert days == [MONDAYS[0] + timedelta(weeks=2 * number) for number in range(len(days))]
    assert by_date(world)[days[-1]].starts_at > NOW + timedelta(days=29) + HORIZON - timedelta(days=15)
