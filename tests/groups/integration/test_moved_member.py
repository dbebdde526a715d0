"""A member who moved to another centre leaves the closed groups of the former one, and no other."""

from typing import Any

import pytest
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.events import Event
from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.membership import Standing
from groups.entrypoints.consumer import readers
from tests.groups.casts import a_group, created
from tests.groups.samples import CENTRE

OTHER = "d" * 32
MOVED = "alumni.member.home-changed.v1"


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"open": False, "centre_ids": (CENTRE,)}, Standing.LEFT),
        ({"open": False, "centre_ids": (CENTRE, OTHER)}, Standing.MEMBER),
        ({"open": True, "centre_ids": (CENTRE,)}, Standing.MEMBER),
    ],
)
def test_only_closed_groups_of_the_former_centre_alone_are_left(
    database: Database[dict[str, Any]], fields: dict[str, Any], standing: Standing
):
    stores, member_id = Stores(database), new_id()
    stores.ensure_indexes()
    group = created(stores, a_group(**fields))
    membership = stores.memberships.of(group.id, member_id)
    membership.admit(utc_now())
    stores.memberships.save(membership)
    data = {"member_id": member_id, "previous_centre_id": CENTRE}

    for _ in range(2):
        event = Event(
            id=new_id(),
            type=MOVED,
            source="alumni",
            time=utc_now(),
            key=member_id,
            sequence=1,
            data=data,
            traceparent=None,
        )
        readers(stores)[MOVED][1](event)

    assert stores.memberships.of(group.id, member_id).standing is standing
