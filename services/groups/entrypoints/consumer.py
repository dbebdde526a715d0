"""What groups does about the facts of the other services."""

from __future__ import annotations

from functools import partial

from chassis.consuming import Readers
from groups import inbound
from groups.adapters.stores import Stores
from groups.handlers.centres import pause_centre, resume_centre


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of every event that is read."""
    return {
        "alumni.centre.suspended.v1": (inbound.OfCentre, partial(pause_centre, centres=stores.centres)),
        "alumni.centre.resumed.v1": (inbound.OfCentre, partial(resume_centre, centres=stores.centres)),
        "alumni.centre.left.v1": (inbound.OfCentre, partial(pause_centre, centres=stores.centres)),
    }
