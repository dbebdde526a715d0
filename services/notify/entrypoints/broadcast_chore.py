"""What walks broadcasts in the scheduler."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from notify.adapters.mongo import MongoMessages
from notify.adapters.mongo_broadcasts import MongoBroadcastMessages, MongoBroadcasts
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_segments import MongoSegments
from notify.config import default_preferences
from notify.handlers.broadcast_notices import Notices
from notify.handlers.broadcasting import Walking


def walking(database: Database[dict[str, Any]]) -> Walking:
    """Put together what takes broadcasts to everybody who is meant."""
    chosen, messages = default_preferences(), MongoMessages(database)
    return Walking(
        broadcasts=MongoBroadcasts(database),
        segments=MongoSegments(database, chosen),
        messages=messages,
        of_broadcasts=MongoBroadcastMessages(database),
        notices=Notices(contacts=MongoContacts(database, default=chosen), messages=messages),
    )
