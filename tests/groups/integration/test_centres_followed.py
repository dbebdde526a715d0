"""A centre that is suspended or leaves pauses its groups, and brings back what paused for it alone."""

from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.events import Event
from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.group import Cause, Group, Kind, Status
from groups.entrypoints.consumer import readers
from groups.entrypoints.scheduler import CHORES
from tests.groups.api import Caller, application
from tests.groups.casts import a_group, a_licence, created
from tests.groups.samples import CENTRE, a_series

OTHER = "d" * 32


@pytest.fixture
def stores(database: Database[dict[str, Any]]) -> Stores:
    stores = Stores(database)
    stores.ensure_indexes()
    return stores


def hear(stores: Stores, what: str, centre_id: str = CENTRE) -> None:
    """Have the service's own reader read a fact, as Kafka would deliver it."""
    type_ = f"alumni.centre.{what}.v1"
    schema, handle = readers(stores)[type_]
    told = {"centre_id": centre_id, "cause": "complaint"}
    data: dict[str, Any] = schema().load(told)  # type: ignore[assignment]
    handle(
        Event(
            id=new_id(),
            type=type_,
            source="alumni",
            time=utc_now(),
            key=centre_id,
            sequence=1,
            data=data,
            traceparent=None,
        )
    )


def follow(stores: Stores) -> int:
    """Do the chore, and what its groups' series do then."""
    count = CHORES["centres_followed"](stores, utc_now())
    CHORES["groups_followed"](stores, utc_now())
    return count


def cause(stores: Stores, group: Group) -> Cause | None:
    return stores.groups.get(group.id).cause


def test_a_suspended_centre_pauses_its_groups_and_meetings_until_it_is_back(stores: Stores) -> None:
    group = created(stores, a_group())
    of_group, alone = new_id(), new_id()
    stores.series.save({of_group: a_series(group_id=group.id, slug="a"), alone: a_series(slug="b")})

    hear(stores, "suspended")
    hear(stores, "suspended")
    rounds = [follow(stores), follow(stores)]
    paused = [stores.series.get(each).paused for each in (of_group, alone)]
    at_rest = cause(stores, group)
    hear(stores, "resumed")
    follow(stores)

    assert (rounds, paused, at_rest) == ([1, 0], [True, True], Cause.CENTRE_SUSPENDED)
    assert stores.groups.get(group.id).status is Status.ACTIVE
    assert [stores.series.get(each).paused for each in (of_group, alone)] == [False, False]
    told = stores.database["groups"].find_one({"_id": group.id})
    assert told is not None
    facts = [(each["type"], each["data"].get("cause")) for each in told["outbox"]]
    assert facts[1:] == [
        ("groups.group.suspended.v1", "centre-suspended"),
        ("groups.group.resumed.v1", None),
    ]


def test_a_centre_that_left_stays_away(stores: Stores) -> None:
    group = created(stores, a_group())

    hear(stores, "left")
    follow(stores)

    assert cause(stores, group) is Cause.CENTRE_SUSPENDED


def test_a_group_that_another_centre_carries_on_goes_on(stores: Stores) -> None:
    shared = created(stores, a_group(centre_ids=(CENTRE, OTHER)))

    hear(stores, "suspended")
    follow(stores)
    with_one = cause(stores, shared)
    hear(stores, "suspended", OTHER)
    follow(stores)
    with_none = cause(stores, shared)
    hear(stores, "resumed")
    follow(stores)

    assert (with_one, with_none, cause(stores, shared)) == (None, Cause.CENTRE_SUSPENDED, None)


def test_what_paused_for_another_cause_stays_paused(stores: Stores) -> None:
    by_coordinator = created(stores, a_group())
    by_coordinator.suspend(Cause.BY_COORDINATOR)
    stores.groups.save(by_coordinator)
    today = utc_now().date()
    lapsing = created(
        stores,
        a_group(Kind.THERAPY, licence=a_licence(expires_on=today - timedelta(days=1))),
        today - timedelta(9),
    )

    for what in ("suspended", "resumed"):
        hear(stores, what)
        follow(stores)

    assert cause(stores, by_coordinator) is Cause.BY_COORDINATOR
    assert cause(stores, lapsing) is Cause.LICENCE_LAPSED


def test_a_coordinator_cannot_bring_back_what_paused_with_the_centre(
    database: Database[dict[str, Any]], stores: Stores
) -> None:
    group = created(stores, a_group())
    hear(stores, "suspended")
    follow(stores)
    coordinator = Caller.coordinator(application(database))

    answer = coordinator.call("PATCH", f"/groups/{group.id}", json={"status": "active"})

    assert (answer.status_code, answer.json["code"]) == (409, "group-suspended")
