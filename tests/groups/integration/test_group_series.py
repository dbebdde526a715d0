"""A group and its meeting series: they pause together, and are for the same people."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask
from pymongo.database import Database

from chassis.clock import utc_now
from groups.adapters.stores import Stores
from groups.domain.group import Cause, Group, Kind
from groups.domain.meeting import MeetingSeries
from groups.entrypoints.scheduler import CHORES
from groups.handlers.following import let_series_follow
from tests.groups.api import Caller
from tests.groups.casts import a_group, a_licence, created
from tests.groups.samples import a_series

CHORES_IN_TURN = ("lapsed_groups_suspended", "groups_followed", "occurrences_made")


def series_of(stores: Stores, group: Group, **changes: Any) -> str:
    """Store a series of the group, with its dates made."""
    id_ = f"{group.id[:24]}{len(stores.series.of_group(group.id)):08x}"
    about = {"kind": group.kind.value, "public": group.open, "requires": group.requires}
    stores.series.save({id_: a_series(group_id=group.id, slug=id_, **about, **changes)})
    look(stores)
    return id_


def look(stores: Stores) -> Mapping[str, int]:
    return {name: CHORES[name](stores, utc_now()) for name in CHORES_IN_TURN}


def statuses(database: Database[dict[str, Any]], series_id: str) -> set[str]:
    return set(database["occurrences"].distinct("status", {"series_id": series_id}))


def test_a_lapsed_licence_cancels_dates_tells_who_came_and_a_renewed_one_brings_them_back(
    app: Flask, stores: Stores, database: Database[dict[str, Any]]
) -> None:
    today = utc_now().date()
    licence = a_licence(expires_on=today - timedelta(days=1))
    group = created(stores, a_group(Kind.THERAPY, licence=licence), today - timedelta(days=9))
    series_id = series_of(stores, group)
    coordinator, member = Caller.coordinator(app), Caller.member(app)
    before = stores.series.get(series_id)
    assert before.paused  # The first look at a lapsed licence comes before the dates.
    assert statuses(database, series_id) == set()

    far = (today + timedelta(days=99)).isoformat()
    renewed = {"therapist_id": licence.therapist_id, "number": "2", "body": "RCI", "expires_on": far}
    coordinator.call("PATCH", f"/groups/{group.id}", json={"licence": renewed})
    coordinator.call("PUT", f"/groups/{group.id}/members/{member.member_id}")
    assert look(stores)["groups_followed"] == 1
    assert not stores.series.get(series_id).paused
    assert statuses(database, series_id) == {"scheduled"}

    date = database["occurrences"].find_one({"series_id": series_id})["_id"]
    assert member.register(date).status_code == 201
    coordinator.call("PATCH", f"/groups/{group.id}", json={"status": "suspended"})
    look(stores)
    found = database["occurrences"].find_one({"_id": date})
    assert found["status"] == "cancelled"
    told = [entry["data"] for entry in found["outbox"] if entry["type"].endswith("meeting-cancelled.v1")]
    assert [each["member_ids"] for each in told] == [[member.member_id]]
    facts = [entry["type"] for entry in database["series"].find_one({"_id": series_id})["outbox"]]
    assert facts[1:] == [
        "groups.series.suspended.v1",
        "groups.series.resumed.v1",
        "groups.series.suspended.v1",
    ]


def test_a_group_that_closes_closes_its_meetings(
    app: Flask, stores: Stores, database: Database[dict[str, Any]]
) -> None:
    group = created(stores, a_group())
    series_id = series_of(stores, group)
    member = Caller.member(app)
    date = database["occurrences"].find_one({"series_id": series_id})["_id"]
    Caller.coordinator(app).call("PATCH", f"/groups/{group.id}", json={"open": False, "audience": "women"})

    assert [look(stores)["groups_followed"] for _ in range(2)] == [1, 0]
    found = database["occurrences"].find_one({"_id": date})
    assert (found["requires"], found["public"]) == ([f"member:{group.id}", "women"], False)
    assert member.register(date).status_code == 403


def test_a_suspension_of_its_own_outlasts_that_of_the_group(stores: Stores) -> None:
    group = created(stores, a_group())
    resting, meeting = (series_of(stores, group, suspended=own) for own in (True, False))

    def rests(series_id: str) -> bool:
        series: MeetingSeries = stores.series.get(series_id)
        return series.rests(utc_now().date())

    for change, expected in (
        (lambda: group.suspend(Cause.BY_COORDINATOR), (True, True)),
        (lambda: group.resume(utc_now().date()), (True, False)),
    ):
        change()
        stores.groups.save(group)
        assert let_series_follow(stores.groups, stores.series) == 1
        assert (rests(resting), rests(meeting)) == expected


def test_a_group_that_is_saved_meanwhile_is_followed_again(stores: Stores) -> None:
    group = created(stores, a_group())
    stores.groups.save(group)
    (seen,) = stores.groups.unfollowed()
    stores.groups.save(group)
    stores.groups.mark_followed(seen)

    assert [each.version for each in stores.groups.unfollowed()] == [group.version]
