"""The scheduler: what falls due with time in notify, and nobody asks for."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from typing import Any

from pymongo.database import Database

from chassis.chores import Chore, keep_doing
from notify import metrics
from notify.adapters.mongo_budgets import MongoBudgets
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.mongo_reach import MongoReach
from notify.adapters.mongo_refusals import MongoRefusals
from notify.adapters.mongo_seats import MongoSeats
from notify.adapters.providers.registry import usual
from notify.entrypoints.broadcast_chore import walking
from notify.entrypoints.gauges import Gauges
from notify.handlers.budgets import warn_of_budgets
from notify.handlers.following import follow_up
from notify.handlers.reach import note_dead_contacts
from notify.handlers.reminders import remind

PAUSE = 1.0  # seconds; each chore costs one indexed query when nothing is due


def chores_of(database: Database[dict[str, Any]]) -> Mapping[str, Chore]:
    """Give every chore of this service; its name is what the log says of it."""
    messages, contacts = MongoMessages(database), MongoContacts(database, usual=usual())
    return {
        # First: what a stopped broadcast has failed is not to be followed.
        "broadcasts": walking(database).run_due,
        "contacts_found_dead": partial(note_dead_contacts, MongoRefusals(database), MongoReach(database)),
        "messages_followed": partial(follow_up, messages, contacts),
        "budgets_warned": partial(warn_of_budgets, MongoBudgets(database), contacts, messages),
        "gauges_counted": Gauges(database).count,
        "members_reminded": partial(remind, MongoSeats(database), contacts, messages, metrics.count_reminder),
    }


def schedule_until(database: Database[dict[str, Any]], stop: threading.Event) -> None:
    """Do what is due until told to stop; several at once do the same work harmlessly."""
    keep_doing(chores_of(database), stop, PAUSE)
