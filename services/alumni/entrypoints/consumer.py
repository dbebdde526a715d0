"""What alumni does about the facts of the other services."""

from __future__ import annotations

from alumni.adapters.stores import Stores
from chassis.consuming import Readers


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of every event that is read."""
    return {}
