"""Imports that are tried, repeated and taken back, the same on memory and on MongoDB."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.domain.commands import ImportMeetings, ReverseImport
from groups.domain.errors import ImportSuperseded, ImportUnderWay, ImportUnknown
from groups.domain.feed_import import ImportReport
from groups.domain.meeting import MeetingSeries
from groups.domain.source import Source
from groups.handlers.imports import by_hand, import_meetings, reverse_import, series_id
from tests.groups.samples import CENTRE, NOW, a_feed, a_record
from tests.groups.worlds import MemoryWorld, MongoWorld, World

LATER = NOW + timedelta(minutes=1)


def take(world: World, *records: Any, at: datetime = NOW, **changes: Any) -> ImportReport:
    fields = {"centre_id": CENTRE, "time_zone": "Asia/Kolkata", "capacity": 20} | changes
    command = ImportMeetings(feed=a_feed(*records), at=at, **fields)
    return import_meetings(command, world.series, world.occurrences, world.imports)


def reverse(world: World, import_id: str, centre_id: str = CENTRE) -> ImportReport:
    command = ReverseImport(import_id=import_id, centre_id=centre_id, at=NOW + timedelta(minutes=5))
    return reverse_import(command, world.series, world.occurrences, world.imports)


def series(world: World) -> dict[str, MeetingSeries]:
    return dict(world.series.of_centre(CENTRE))


def dates(world: World) -> dict[str, Any]:
    """The coming dates that take place, whatever revision of a series they were fitted to."""
    return {
        id_: replace(meeting, revision=0)
        for id_, meeting in world.coming().items()
        if world.look(id_).status == "scheduled"
    }


def test_a_reversal_brings_back_what_was_changed_and_suspends_what_was_added(world: World) -> None:
    take(world, a_record(), a_record(slug="gone"))
    before, dates_before = series(world), dates(world)
    report = take(world, a_record(name="New Name", time="07:00"), a_record(slug="new"), at=LATER)
    assert (report.added, report.changed, report.gone) == (1, 1, ["gone"])
    reversed_ = reverse(world, report.id)

    assert reversed_.reversed_at == NOW + timedelta(minutes=5)
    new = series_id(CENTRE, "new", 0)
    assert {id_: each for id_, each in series(world).items() if id_ != new} == before
    assert series(world)[new].suspended
    assert dates(world) == dates_before


def test_nobody_loses_a_registration_by_a_reversal(world: World) -> None:
    take(world, a_record(), a_record(slug="gone"))
    held = [min(ids) for ids in ([i for i, m in dates(world).items() if m.slug == slug] for slug in
            ("evening-hour", "gone"))]  # fmt: skip
    for id_ in held:
        world.occurrences.register(id_, "r", "m", NOW)
    report = take(world, a_record(time="07:00"), at=LATER)
    assert reverse(world, report.id).told == 2

    assert [world.look(id_).seats for id_ in held] == [[("r", "m")]] * 2
    assert {world.look(id_).status for id_ in held} == {"scheduled"}


def test_imports_are_reversed_from_the_latest_on(world: World) -> None:
    first = take(world, a_record())
    between = series(world)
    second = take(world, a_record(name="Second"), at=LATER)
    nothing_new = take(world, a_record(name="Second"), at=LATER + timedelta(minutes=1))

    for refused in (first, nothing_new):
        with pytest.raises(ImportSuperseded):
            reverse(world, refused.id)
    reverse(world, second.id)
    assert series(world) == between
    assert reverse(world, second.id).reversed_at is not None
    assert series(world) == between
    reverse(world, first.id)
    assert dates(world) == {}


def test_an_import_of_another_centre_is_unknown(world: World) -> None:
    report = take(world, a_record())

    for id_, centre in ((report.id, "d" * 32), ("0" * 32, CENTRE)):
        with pytest.raises(ImportUnknown):
            reverse(world, id_, centre)


def test_a_centre_has_one_import_at_a_time(world: World) -> None:
    with world.imports.alone(CENTRE, NOW):
        with pytest.raises(ImportUnderWay):
            take(world, a_record())
        assert take(world, a_record(), centre_id="d" * 32).added == 1
        assert take(world, a_record(), dry_run=True).added == 1

    assert take(world, a_record()).added == 1


def test_a_dry_run_tells_what_an_import_would_do(world: World) -> None:
    take(world, a_record(), a_record(slug="gone"))
    records = (a_record(name="New Name"), a_record(slug="new"), a_record(slug="bad", day=9))
    before, dates_before = series(world), world.coming()
    tried = take(world, *records, at=LATER, dry_run=True)
    assert (series(world), world.coming()) == (before, dates_before)
    done = take(world, *records, at=LATER)

    assert tried.dry_run
    assert [(each.outcome, each.slug, each.name, list(each.fields)) for each in tried.meetings] == [
        ("changed", "evening-hour", "New Name", ["name"]),
        ("added", "new", "Evening Hour", []),
        ("gone", "gone", "Evening Hour", []),
    ]
    assert [each.slug for each in tried.rejected] == ["bad"]
    assert replace(tried, id=done.id, dry_run=False) == done


def add_source(world: World, id_: str) -> None:
    """Let the centre have a source, of whatever address."""
    if isinstance(world, MemoryWorld):
        world.imports.live.add(id_)
        return
    assert isinstance(world, MongoWorld)
    source = Source(
        id=id_,
        centre_id=CENTRE,
        url=f"https://{id_}.example/",
        format=None,
        every_hours=1,
        time_zone="UTC",
        due_at=NOW,
    )
    world.stores.sources.add(source)


def test_a_meeting_belongs_to_one_source_and_what_is_imported_by_hand_changes_any(world: World) -> None:
    add_source(world, "a" * 32)
    take(world, a_record(), a_record(slug="by-hand"))
    adopted = take(world, a_record(), source_id="a" * 32, at=LATER)
    assert (adopted.changed, adopted.gone) == (1, [])
    refused = take(world, a_record(name="Other"), source_id="b" * 32, at=LATER)
    by_file = take(world, a_record(name="By Hand"), at=LATER)

    assert [(each.slug, each.field, each.line) for each in refused.rejected] == [("evening-hour", "slug", 2)]
    assert (by_file.changed, by_file.gone) == (1, ["by-hand"])
    owners = {each.slug: each.source_id for each in series(world).values()}
    assert owners == {"evening-hour": "a" * 32, "by-hand": by_hand(CENTRE)}


def test_a_meeting_that_was_not_imported_is_no_feeds_to_change(world: World) -> None:
    take(world, a_record())
    own = {id_: replace(each, source_id=None) for id_, each in series(world).items()}
    world.series.save(own)

    assert [each.field for each in take(world, a_record(name="Feed's")).rejected] == ["slug"]
    assert take(world, a_record(slug="other")).gone == []
    assert {each.name for each in series(world).values()} == {"Evening Hour"}


def test_no_feed_opens_the_meeting_of_a_closed_group(world: World) -> None:
    take(world, a_record())
    closed = {"group_id": "9" * 32, "public": False, "requires": ("member:" + "9" * 32,)}
    world.series.save({id_: replace(each, **closed) for id_, each in series(world).items()})
    before = series(world)
    report = take(world, a_record(name="Other", types=["O", "W"]), at=LATER)
    changed = series(world)
    reverse(world, report.id)

    assert report.changed == 1
    for found in (changed, series(world)):
        assert [(each.public, each.requires) for each in found.values()] == [(False, closed["requires"])]
    assert series(world) == before


slugs = st.sampled_from("abcd")
records = st.builds(
    lambda slug, **fields: a_record(slug=slug, **{k: v for k, v in fields.items() if v is not None}),
    slugs,
    name=st.sampled_from(["One", "Two"]),
    day=st.sampled_from([0, 3, [1, 4], [4]]),
    time=st.sampled_from(["07:00", "18:00"]),
    types=st.sampled_from([["O"], ["TC"], ["C", "W"]]),
    capacity=st.sampled_from([None, 5]),
    latitude=st.sampled_from([None, 30.9]),
    longitude=st.just(75.85),
)
feeds = st.lists(records, min_size=1, max_size=4, unique_by=lambda each: each["slug"])


@settings(max_examples=60, deadline=None)
@given(feeds, feeds, feeds)
def test_what_is_reversed_was_never_there(first: list[Any], second: list[Any], third: list[Any]) -> None:
    world = MemoryWorld()
    take(world, *first)
    take(world, *second, at=LATER)
    before, dates_before = series(world), dates(world)
    report = take(world, *third, at=LATER + timedelta(minutes=1))
    if world.imports.latest(CENTRE) == report.id:
        reverse(world, report.id)

    after = series(world)
    assert {id_: after[id_] for id_ in before} == before
    assert all(after[id_].suspended for id_ in after.keys() - before.keys())
    assert dates(world) == dates_before


@settings(max_examples=60, deadline=None)
@given(feeds, feeds)
def test_an_import_that_is_repeated_changes_nothing(first: list[Any], second: list[Any]) -> None:
    world = MemoryWorld()
    take(world, *first)
    take(world, *second, at=LATER)
    before = series(world)
    report = take(world, *second, at=LATER + timedelta(days=1))

    assert (report.added, report.changed, report.gone, report.meetings) == (0, 0, [], [])
    assert series(world) == before
