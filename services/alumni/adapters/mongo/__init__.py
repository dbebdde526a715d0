"""The stores on MongoDB: one collection an aggregate, each change one conditional update."""

from typing import Any

import stamina
from pymongo.database import Database

from alumni.adapters.mongo.allowances import MongoAllowances
from alumni.adapters.mongo.attempts import MongoSignInAttempts
from alumni.adapters.mongo.centres import MongoCentres
from alumni.adapters.mongo.members import MongoMembers
from alumni.adapters.mongo.sessions import MongoSessions
from chassis.mongo import ENGINE_ERRORS

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


@stamina.retry(on=ENGINE_ERRORS, attempts=None, timeout=20.0)
def ensure_indexes(database: Database[dict[str, Any]]) -> None:
    """Create the indexes that the stores rely on; what exists already stays.

    Waits a while for an engine that is still starting.
    """
    for store in (MongoMembers, MongoSignInAttempts, MongoSessions, MongoAllowances):
        store.ensure_indexes(database[store.COLLECTION])
