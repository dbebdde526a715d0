"""The coordinator's overview over HTTP, on the real MongoDB."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient

from alumni.domain.use import day_of, week_of
from chassis.clock import utc_now
from chassis.ids import new_id
from tests.contracts.walk.expected import CENTRE
from tests.contracts.walk.stage import ROOT, Cast, Stage


@pytest.fixture(scope="module")
def stage(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Stage]:
    database = mongo_client["test-alumni-overview"]
    yield Stage(database)
    mongo_client.drop_database(database)


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """The owner, the other side and a fellow are members of the centre."""
    stage.clear()
    return Cast(stage)


def pages(cast: Cast, **wish: Any) -> list[dict[str, Any]]:
    """Read the overview page by page, one member each, as it goes on."""
    items, cursor = [], None
    while True:
        asked = {**wish, "page_size": 1} | ({"cursor": cursor} if cursor else {})
        answer = cast.call("coordinator", "GET", f"{ROOT}/centre/members", query_string=asked)
        assert answer.status_code == 200, answer.json
        items += answer.json["items"]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            return items


def shown(cast: Cast, **wish: Any) -> list[str]:
    parts = {cast.ids[part]: part for part in cast.ids}
    return [parts[each["member_id"]] for each in pages(cast, **wish)]


def was_here(cast: Cast, part: str, at: datetime) -> None:
    cast.stores.days_of_use.record(cast.ids[part], at)


def test_members_of_the_centre_are_listed_page_by_page_however_sorted(cast: Cast):
    was_here(cast, "fellow", utc_now())
    was_here(cast, "owner", utc_now() - timedelta(weeks=3))

    handles = [each["handle"] for each in pages(cast)]

    assert handles == sorted(handles, key=str.casefold)
    assert len(handles) == 3
    assert sorted(shown(cast, sort="joined")) == ["fellow", "other side", "owner"]
    assert shown(cast, sort="last-use") == ["other side", "owner", "fellow"]


def test_only_the_week_of_the_last_use_is_told(cast: Cast):
    was_here(cast, "owner", utc_now() - timedelta(weeks=5))
    was_here(cast, "owner", utc_now())

    (owner,) = [each for each in pages(cast) if each["member_id"] == cast.owner]

    assert owner["last_week_of_use"] == week_of(day_of(utc_now())).isoformat()


def test_those_who_stay_away_are_found(cast: Cast):
    was_here(cast, "owner", utc_now() - timedelta(weeks=5))
    was_here(cast, "fellow", utc_now())

    assert shown(cast, away_weeks=4, sort="last-use") == ["other side", "owner"]
    assert shown(cast, away_weeks=6) == ["other side"]


def test_those_in_a_pair_are_found_and_those_in_none(cast: Cast):
    sides = {"mentor_id": cast.ids["other side"], "mentee_id": cast.owner}
    cast.stores.database["pairs"].insert_one(
        {"_id": new_id(), **sides, "centre_id": CENTRE, "state": "active"}
    )

    assert sorted(shown(cast, paired="true")) == ["other side", "owner"]
    assert shown(cast, paired="false") == ["fellow"]
    assert {each["member_id"] for each in pages(cast) if each["paired"]} == {*sides.values()}


def test_a_check_in_is_told_of_those_alone_whose_silence_comes_to_the_centre(cast: Cast):
    days = {"owner": "2026-11-20", "fellow": "2026-11-21"}
    for part, day in days.items():
        cast.stores.database["check_ins"].insert_one({"member_id": cast.ids[part], "date": day})
        cast.stores.database["check_in_plans"].insert_one({"_id": cast.ids[part], "on": part == "owner"})

    told = {each["last_check_in_on"] for each in pages(cast)}

    assert told == {None, "2026-11-20"}


def test_a_cursor_of_another_order_is_refused(cast: Cast):
    first = cast.call("coordinator", "GET", f"{ROOT}/centre/members?page_size=1").json["next_cursor"]

    answer = cast.call(
        "coordinator", "GET", f"{ROOT}/centre/members", query_string={"sort": "joined", "cursor": first}
    )

    assert (answer.status_code, answer.json["code"]) == (422, "input-invalid")
