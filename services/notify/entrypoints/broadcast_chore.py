"""What walks broadcasts in the scheduler, and tells coordinators of them."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from notify.adapters.mongo_broadcasts import MongoBroadcastMessages, MongoBroadcasts
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.mongo_segments import MongoSegments
from notify.adapters.providers.registry import usual
from notify.handlers.broadcast_notices import Notices
from notify.handlers.broadcasting import Walking


def notices(database: Database[dict[str, Any]]) -> Notices:
    """Put together what tells coordinators, in the hours that hold for who chose none."""
    contacts = MongoContacts(database, usual=usual())
    return Notices(contacts=contacts, messages=MongoMessages(database))


def walking(database: Database[dict[str, Any]]) -> Walking:
    """Put together what takes broadcasts to everybody who is meant."""
    return Walking(
        broadcasts=MongoBroadcasts(database),
        segments=MongoSegments(database, usual()),
        messages=MongoMessages(database),
        of_broadcasts=MongoBroadcastMessages(database),
        notices=notices(database),
    )
