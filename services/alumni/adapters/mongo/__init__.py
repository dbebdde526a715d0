"""The stores on MongoDB: one collection an aggregate, each change one conditional update."""

from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.allowances import MongoAllowances
from alumni.adapters.mongo.attempts import MongoSignInAttempts
from alumni.adapters.mongo.centres import MongoCentres
from alumni.adapters.mongo.members import MongoMembers
from alumni.adapters.mongo.sessions import MongoSessions

__all__ = [
    "OUTBOX_COLLECTIONS",
    "MongoAllowances",
    "MongoCentres",
    "MongoMembers",
    "MongoSessions",
    "MongoSignInAttempts",
    "ensure_indexes",
]

# The collections whose documents carry an outbox.
OUTBOX_COLLECTIONS = (MongoMembers.COLLECTION, MongoSignInAttempts.COLLECTION)


def ensure_indexes(database: Database[dict[str, Any]]) -> None:
    """Create the indexes that the stores rely on; what exists already stays."""
    for store in (MongoMembers, MongoSignInAttempts, MongoSessions, MongoAllowances):
        store.ensure_indexes(database[store.COLLECTION])
