"""Other hours, of whatever kind, bring forward what waits to their first open moment, and nothing later."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.domain.message import Lease
from notify.domain.windows import opens_at
from notify.handlers.hours import bring_forward
from notify.handlers.permission import held_back
from tests.notify import examples
from tests.notify.unit.test_windows import ZONES, classes, moments, preferences

YEARS = timedelta(days=3000)


@settings(max_examples=100, deadline=None)
@given(classes, preferences, preferences, st.sampled_from(ZONES), moments, st.timedeltas(timedelta(), YEARS))
def test_what_waits_goes_at_the_first_open_moment_of_the_earlier_hours(urgency, before, now, zone, at, wait):
    member = examples.contacts(time_zone=zone, preferences=now)
    contacts, messages = InMemoryContacts(), InMemoryMessages()
    contacts.keep(member)
    put_off = opens_at(urgency, before, zone, at)
    message = examples.message(urgency=urgency, created_at=at, due_at=put_off, expires_at=at + 2 * YEARS)
    messages.add_once([message])
    changed_at = min(at + wait, put_off)

    bring_forward(examples.MEMBER, contacts, messages, changed_at)

    due_at = messages.find(message.id).due_at
    assert due_at == min(put_off, opens_at(urgency, now, zone, changed_at))
    for taken in messages.claim("sms", "any", Lease("a", due_at), 1, due_at):
        change = held_back(taken, member, due_at)
        assert change is None or change.due_at > due_at == put_off
