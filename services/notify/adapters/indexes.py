"""Every index of this service, made before a process begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from notify.adapters.documents import Document
from notify.adapters.glasses import MongoGlasses
from notify.adapters.mongo_answers import MongoAnswers
from notify.adapters.mongo_broadcasts import MongoBroadcastMessages, MongoBroadcasts
from notify.adapters.mongo_budgets import MongoBudgets
from notify.adapters.mongo_inbox import INDEX as INBOX_INDEX
from notify.adapters.mongo_numbers import ensure_number_indexes
from notify.adapters.mongo_reach import MongoReach
from notify.adapters.mongo_refusals import MongoRefusals
from notify.adapters.mongo_seats import MongoSeats
from notify.adapters.mongo_segments import MongoSegments
from notify.adapters.mongo_unread import MongoUnread
from notify.adapters.outboxes import ensure_outbox_indexes
from notify.adapters.personal import MongoPersonalData
from notify.adapters.replayed import MongoReplayed
from notify.domain.message import State

# Longer than any topic is kept, so that a redelivered event still finds its message.
KEEP_FOR = timedelta(days=90)


def _only(state: State) -> dict[str, Any]:
    return {"partialFilterExpression": {"state": state}}


# The indexes of what waits hold only what waits, however many messages are kept.
INDEXES = [
    IndexModel([("channel", 1), ("urgency", 1), ("due_at", 1)], name="due", **_only(State.CREATED)),
    IndexModel(
        [("channel", 1), ("urgency", 1), ("due_at", 1)],
        name="declined",
        partialFilterExpression={"state": State.CREATED, "declined_by": {"$exists": True}},
    ),
    IndexModel([("lease.until", 1)], name="leases", **_only(State.SENDING)),
    IndexModel([("channel", 1), ("provider", 1), ("due_at", 1)], name="doubts", **_only(State.UNKNOWN)),
    IndexModel("since", name="lasting_doubts", **_only(State.UNKNOWN)),
    IndexModel("follow_at", name="follow", partialFilterExpression={"follow_at": {"$exists": True}}),
    IndexModel(
        "provider_id",
        name="provider",
        unique=True,
        partialFilterExpression={"provider_id": {"$exists": True}},
    ),
    IndexModel(
        [("member_id", 1), ("created_at", DESCENDING), ("_id", DESCENDING)],
        name="member",
        partialFilterExpression={"member_id": {"$exists": True}},
    ),
    IndexModel(
        "sealed_recipient",
        name="recipient",
        partialFilterExpression={"sealed_recipient": {"$exists": True}},
    ),
    # What an operator follows to its end: every message of one fact.
    IndexModel("fact_id", name="fact", partialFilterExpression={"fact_id": {"$exists": True}}),
    INBOX_INDEX,
    IndexModel("created_at", name="kept", expireAfterSeconds=int(KEEP_FOR.total_seconds())),
]


def ensure_indexes(database: Database[Document]) -> None:
    """Create the indexes that are missing."""
    database["messages"].create_indexes(INDEXES)
    database["contacts"].create_index("acts_for", sparse=True)
    database["contacts"].create_index("number_index", sparse=True)
    database["contacts"].create_index("unreachable", sparse=True)
    MongoAnswers(database).ensure_indexes()
    for each in (MongoBroadcasts, MongoBroadcastMessages, MongoSegments):
        each(database).ensure_indexes()
    MongoSeats(database).ensure_indexes()
    MongoUnread(database).ensure_indexes()
    ensure_number_indexes(database)
    ensure_outbox_indexes(database)
    MongoPersonalData(database).ensure_indexes()
    MongoGlasses(database).ensure_indexes()
    MongoReach(database).ensure_indexes()
    MongoRefusals(database).ensure_indexes()
    MongoReplayed(database).ensure_indexes()
    MongoBudgets(database).ensure_indexes()
