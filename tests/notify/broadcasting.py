"""Broadcasts, and the people of a centre, that tests share."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from chassis.clock import utc_now
from chassis.ids import derived_id, new_id
from notify.adapters.memory_people import InMemoryContacts
from notify.domain.audience import Segment
from notify.domain.broadcast import Broadcast
from notify.domain.broadcast_plan import INDIA, Plan
from notify.domain.contacts import Contacts
from notify.domain.message import Template
from tests.notify import examples

CENTRE, ELSEWHERE = derived_id("a centre"), derived_id("another centre")
AUTHOR, SECOND = derived_id("the author"), derived_id("a second person")


def morning() -> datetime:
    """Give eleven o'clock of tomorrow in India, when many may be written to."""
    tomorrow = utc_now().astimezone(INDIA).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(11), INDIA).astimezone(utc_now().tzinfo)


def plan(**differences: Any) -> Plan:
    """Plan an invitation to everybody of the centre."""
    ordinary = Plan(
        template=Template.INVITATION,
        values={"starts_at": morning() + timedelta(days=1)},
        segment=Segment(centre_id=CENTRE),
        scheduled_at=morning(),
    )
    return replace(ordinary, **differences)


def draft(**differences: Any) -> Broadcast:
    """Write a draft."""
    return Broadcast.write(new_id(), plan(**differences), by=AUTHOR, at=utc_now())


def person(name: str, **differences: Any) -> Contacts:
    """Make somebody whose home is the centre."""
    return replace(examples.contacts(derived_id(name)), centre_id=CENTRE, **differences)


class PeopleInMemory(InMemoryContacts):
    """Contacts that tests put as they are to be."""

    def know(self, *people: Contacts) -> None:
        """Keep people as a home, consent and choices have made them."""
        self._contacts.update({each.member_id: each for each in people})
