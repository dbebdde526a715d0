"""What alumni does about its own facts of centres."""

from __future__ import annotations

from alumni import inbound
from alumni.adapters.stores import Stores
from alumni.handlers.leaving import ask_whose_centre_left
from chassis.consuming import Readers
from chassis.events import Event


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of every fact about a centre that is read."""

    def ask_members(event: Event) -> None:
        ask_whose_centre_left(
            event.data["centre_id"], homes=stores.homes, leavings=stores.leavings, at=event.time
        )

    return {"alumni.centre.left.v1": (inbound.OfCentre, ask_members)}
