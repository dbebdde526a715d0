"""Series and dates that cannot be are refused over the API, and nothing is made."""

from datetime import timedelta
from typing import Any

from groups.adapters.stores import Stores
from groups.domain.group import Kind
from tests.groups.api import Caller
from tests.groups.casts import a_group, created
from tests.groups.scheduling import SATURDAY, described, facts, local, scheduled


def test_whom_a_groups_meetings_are_for_only_its_group_says(coordinator: Caller, stores: Stores) -> None:
    group = created(stores, a_group(Kind.MENTOR_CIRCLE))
    series = scheduled(coordinator, group_id=group.id)
    refused = [
        coordinator.call("PATCH", f"/series/{series['id']}", json=changes)
        for changes in ({"public": False}, {"requires": ["women"]}, {"kind": "secular"})
    ]

    assert {(each.json or {})["code"] for each in refused} == {"series-inconsistent"}
    assert coordinator.post("/series", json=described(kind="therapy")).status_code == 422


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"rule": "FREQ=SECONDLY"}, "rule-invalid"),
    ({"rule": "FREQ=DAILY;COUNT=1000000"}, "rule-invalid"),
    ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rule-invalid"),
    ({"rule": "FREQ=DAILY;UNTIL=20200101"}, "rule-invalid"),
    ({"rule": "FREQ=DAILY;X-MOON=FULL"}, "rule-invalid"),
    ({"rule": "FREQ=DAILY;BYMONTHDAY=" + "1," * 500}, "input-invalid"),
    ({"time_zone": "Mars/Olympus"}, "input-invalid"),
    ({"time": "25:00"}, "input-invalid"),
    ({"duration_minutes": 0}, "input-invalid"),
    ({"duration_minutes": -30}, "input-invalid"),
    ({"duration_minutes": 100_000}, "input-invalid"),
    ({"capacity": 0}, "input-invalid"),
    ({"starts_on": "2026-02-30"}, "input-invalid"),
    ({"name": "Sat\x00urday"}, "input-invalid"),
    ({"name": "Evening \u202egninevE"}, "input-invalid"),
    ({"address": ...}, "series-inconsistent"),
    ({"latitude": 30.9}, "series-inconsistent"),
    ({"standing_capacity": 21}, "series-inconsistent"),
    ({"joining": {"conference_url": "javascript:alert(1)"}}, "input-invalid"),
    ({"moon": "full"}, "input-invalid"),
]


def test_what_cannot_be_is_refused_and_nothing_is_made(coordinator: Caller, stores: Stores) -> None:
    for changes, code in REFUSED:
        answer = coordinator.post("/series", json=described(**changes))
        assert (changes, (answer.json or {})["code"], answer.status_code) == (changes, code, 422)

    assert stores.database["series"].count_documents({}) == 0
    assert stores.rows.count_documents({}) == 0


NO_CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"original_date": (SATURDAY + timedelta(days=1)).isoformat()}, "date-not-in-series"),
    ({"original_date": (SATURDAY - timedelta(weeks=4)).isoformat()}, "date-not-in-series"),
    ({"original_date": SATURDAY.isoformat(), "extra": True}, "series-inconsistent"),
    (
        {"original_date": SATURDAY.isoformat(), "starts_at_local": "2020-01-01T10:00"},
        "series-inconsistent",
    ),
    (
        {
            "original_date": SATURDAY.isoformat(),
            "starts_at_local": local(SATURDAY + timedelta(days=40), "10:00"),
        },
        "series-inconsistent",
    ),
    ({"original_date": SATURDAY.isoformat(), "address": ""}, "input-invalid"),
]


def test_a_date_that_is_none_is_not_changed(coordinator: Caller, stores: Stores) -> None:
    series = scheduled(coordinator)
    for order, code in NO_CHANGES:
        answer = coordinator.post(f"/series/{series['id']}/changes", json=order)
        assert (order, (answer.json or {})["code"]) == (order, code)

    assert facts(stores, series["id"]) == ["scheduled.v1"]
