"""Imports and the occurrences they lead to, the same on memory and on MongoDB."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from groups.domain.commands import ImportMeetings
from groups.domain.errors import FeedInvalid
from groups.domain.feed_import import ImportReport
from groups.domain.meeting import HORIZON
from groups.domain.occurrence import Meeting
from groups.handlers.calendar import keep_occurrences_made
from groups.handlers.imports import import_meetings
from tests.groups.samples import CENTRE, NOW, a_feed, a_record
from tests.groups.worlds import World

INDIA = ZoneInfo("Asia/Kolkata")


def run_import(world: World, *records: Any, feed: bytes | None = None, at: Any = NOW) -> ImportReport:
    command = ImportMeetings(
        centre_id=CENTRE,
        feed=a_feed(*records) if feed is None else feed,
        time_zone="Asia/Kolkata",
        capacity=20,
        at=at,
    )
    return import_meetings(command, world.series, world.occurrences, world.imports)


def same_dates(coming: Mapping[str, Meeting]) -> dict[str, Meeting]:
    """Leave out which revision of a series an occurrence was fitted to."""
    return {id_: replace(each, revision=0) for id_, each in coming.items()}


def starts(world: World) -> list[str]:
    moments = sorted(each.starts_at.astimezone(INDIA) for each in world.coming().values())
    return [f"{moment:%m-%d %H:%M}" for moment in moments]


def test_an_import_makes_the_occurrences_of_eight_weeks(world: World) -> None:
    report = run_import(world, a_record())

    assert (report.added, report.changed, report.unchanged, report.rejected) == (1, 0, 0, [])
    assert len(starts(world)) == 8
    assert starts(world)[:2] == ["11-23 18:00", "11-30 18:00"]
    assert {each.capacity for each in world.coming().values()} == {20}


def test_the_same_feed_twice_changes_nothing(world: World) -> None:
    run_import(world, a_record(), a_record(slug="b", day=["mon", "tue"]))
    before = world.coming()
    report = run_import(
        world, a_record(), a_record(slug="b", day=["mon", "tue"]), at=NOW + timedelta(minutes=1)
    )

    assert (report.added, report.changed, report.unchanged, report.gone) == (0, 0, 3, [])
    assert world.coming() == before


def test_rejected_records_are_reported_with_their_line_and_the_rest_is_imported(world: World) -> None:
    feed = b'[{"slug": "bad",\n"day": 1},\n' + a_feed(a_record()).lstrip(b"[")
    report = run_import(world, feed=feed)

    assert report.added == 1
    assert [(each.line, each.slug, each.field) for each in report.rejected] == [(1, "bad", "name")]


def test_what_is_no_feed_leaves_everything_as_it_was(world: World) -> None:
    run_import(world, a_record())
    before = world.coming()
    with pytest.raises(FeedInvalid):
        run_import(world, feed=b"[" + a_feed(a_record(slug="new"))[1:-1] + b", oops]")

    assert world.coming() == before
    assert len(world.series.of_centre(CENTRE)) == 1


def test_a_vanished_meeting_is_suspended_and_resumes_when_it_comes_back(world: World) -> None:
    run_import(world, a_record(), a_record(slug="gone"))
    before = world.coming()
    series = world.series.of_centre(CENTRE)
    report = run_import(world, a_record())

    assert (report.changed, report.unchanged, report.gone) == (0, 1, ["gone"])
    assert {each.slug for each in world.coming().values()} == {"evening-hour"}
    assert run_import(world, a_record()).gone == []
    assert run_import(world, a_record(), a_record(slug="gone")).changed == 1
    assert same_dates(world.coming()) == same_dates(before)
    assert world.series.of_centre(CENTRE) == series


def test_whoever_holds_a_place_in_a_vanished_meeting_has_it_again_when_it_comes_back(world: World) -> None:
    run_import(world, a_record(), a_record(slug="gone"))
    held = next(each for each in world.coming().values() if each.slug == "gone")
    world.occurrences.register(held.id, "r", "m", NOW)
    other = run_import(world, a_record())
    assert (other.told, world.look(held.id).status) == (1, "cancelled")

    assert run_import(world, a_record(), a_record(slug="gone")).told == 1
    assert world.look(held.id).status == "scheduled"
    assert world.look(held.id).seats == [("r", "m")]


def test_what_a_coordinator_suspends_stays_so_while_the_feed_says_nothing_new(world: World) -> None:
    run_import(world, a_record())
    suspended = {id_: replace(each, suspended=True) for id_, each in world.series.of_centre(CENTRE).items()}
    world.series.save(suspended)

    assert run_import(world, a_record()).unchanged == 1
    assert run_import(world, a_record(name="Other Hour")).changed == 1
    assert [each.suspended for each in world.series.of_centre(CENTRE).values()] == [True]


def test_a_feed_without_any_meeting_suspends_nothing(world: World) -> None:
    assert run_import(world).added == 0
    run_import(world, a_record())

    with pytest.raises(FeedInvalid, match="no meeting any more"):
        run_import(world)
    assert len(starts(world)) == 8


def test_a_rejected_record_has_not_vanished(world: World) -> None:
    run_import(world, a_record())

    assert run_import(world, a_record(day="Someday")).gone == []


def test_a_suspended_meeting_is_imported_without_dates_and_comes_back(world: World) -> None:
    run_import(world, a_record(types=["TC"]))
    assert starts(world) == []

    assert run_import(world, a_record(types=["O"])).changed == 1
    assert len(starts(world)) == 8


def test_a_suspension_takes_the_coming_dates_away(world: World) -> None:
    run_import(world, a_record())
    run_import(world, a_record(types=["TC"]))

    assert starts(world) == []


def test_a_new_hour_moves_every_coming_date(world: World) -> None:
    run_import(world, a_record())
    ids = set(world.coming())
    report = run_import(world, a_record(time="21:00", end_time="22:00", name="Night Hour"))

    assert (report.changed, report.told) == (1, 0)
    assert set(world.coming()) == ids
    assert {start[-5:] for start in starts(world)} == {"21:00"}
    assert {each.name for each in world.coming().values()} == {"Night Hour"}


def test_a_new_weekday_moves_every_coming_date(world: World) -> None:
    run_import(world, a_record())
    run_import(world, a_record(day=2))

    assert starts(world)[0] == "11-24 18:00"
    assert len(starts(world)) == 8


def test_a_date_that_somebody_holds_a_place_in_follows_and_they_are_told(world: World) -> None:
    run_import(world, a_record())
    held, left = sorted(world.coming().values(), key=lambda each: each.starts_at)[1:3]
    world.occurrences.register(held.id, "r", "m", NOW)
    world.occurrences.register(left.id, "r", "m", NOW)
    world.occurrences.cancel(left.id, "r", "m", NOW)
    report = run_import(world, a_record(day=2))

    assert report.told == 1
    assert world.look(held.id).status == "cancelled"
    assert world.look(held.id).events[-1][0] == "groups.registration.meeting-cancelled.v1"
    assert world.look(left.id).status == "cancelled"
    assert len(world.look(left.id).events) == 2


def test_a_weekday_that_a_record_names_no_more_is_over(world: World) -> None:
    run_import(world, a_record(day=[1, 4]))
    report = run_import(world, a_record(day=[1]))

    assert (report.changed, report.unchanged, report.gone) == (1, 1, [])
    assert {each.starts_at.astimezone(INDIA).weekday() for each in world.coming().values()} == {0}
    assert run_import(world, a_record(day=[1])).changed == 0


def test_the_horizon_rolls_on_by_itself(world: World) -> None:
    run_import(world, a_record())
    for day in range(15):
        keep_occurrences_made(world.series, world.occurrences, NOW + timedelta(days=day))

    last = max(each.starts_at for each in world.coming().values())
    assert len(world.coming()) == 10
    assert NOW + timedelta(days=14) + HORIZON - timedelta(days=8) < last


def test_nothing_is_due_twice_a_day(world: World) -> None:
    run_import(world, a_record())

    assert keep_occurrences_made(world.series, world.occurrences, NOW) == 1
    assert keep_occurrences_made(world.series, world.occurrences, NOW + timedelta(hours=23)) == 0
    assert keep_occurrences_made(world.series, world.occurrences, NOW + timedelta(hours=25)) == 1


def test_a_called_off_date_stays_called_off_when_its_series_changes(world: World) -> None:
    run_import(world, a_record())
    first = min(world.coming().values(), key=lambda each: each.starts_at)
    world.occurrences.call_off(first.id, CENTRE, NOW)
    run_import(world, a_record(time="07:00"))
    keep_occurrences_made(world.series, world.occurrences, NOW)

    assert world.look(first.id).status == "cancelled"


def test_a_made_mark_is_not_set_on_a_series_that_changed_meanwhile(world: World) -> None:
    run_import(world, a_record())
    old = world.series.of_centre(CENTRE)
    run_import(world, a_record(time="07:00"))
    world.series.mark_made(old, NOW + HORIZON)

    assert [list(due) for due in world.series.due(NOW)] == [list(old)]
