"""Walks broadcasts until somebody kills it: `python -m tests.notify.walker URI DATABASE AT`."""

import sys
from datetime import datetime
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from notify.adapters.mongo_broadcasts import MongoBroadcastMessages, MongoBroadcasts
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.mongo_segments import MongoSegments
from notify.handlers.broadcast_notices import Notices
from notify.handlers.broadcasting import Walking

BATCH = 20


def walking(database: Database[dict[str, Any]]) -> Walking:
    """Walk in small steps, so that a kill falls anywhere."""
    messages = MongoMessages(database)
    return Walking(
        broadcasts=MongoBroadcasts(database),
        segments=MongoSegments(database),
        messages=messages,
        of_broadcasts=MongoBroadcastMessages(database),
        notices=Notices(contacts=MongoContacts(database), messages=messages),
        batch=BATCH,
    )


if __name__ == "__main__":
    client: MongoClient[dict[str, Any]] = MongoClient(sys.argv[1], tz_aware=True, w="majority")
    while True:
        walking(client[sys.argv[2]]).run_due(datetime.fromisoformat(sys.argv[3]))
