"""The collections of notify whose documents carry facts for the relay."""

from __future__ import annotations

from pymongo.database import Database

from chassis.outbox import ensure_outbox_index
from notify.adapters.documents import Document

OUTBOXES = ("answers", "erasures", "broadcasts", "reach")


def ensure_outbox_indexes(database: Database[Document]) -> None:
    """Let the relay find what waits."""
    for name in OUTBOXES:
        ensure_outbox_index(database[name])
