"""What groups does about the facts of the other services."""

from __future__ import annotations

from chassis.consuming import Readers
from groups.adapters.stores import Stores


def readers(stores: Stores) -> Readers:
    """Name the schema and the handler of every event that is read."""
    return {}
