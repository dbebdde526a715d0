"""What messages cost their centres, and what happens at the cap."""

from datetime import UTC, datetime

import pytest

from chassis.clock import utc_now
from chassis.ids import derived_id
from notify.adapters.memory_budgets import InMemoryBudgets
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.adapters.memory_switches import InMemorySwitches
from notify.domain.budget import OVER_BUDGET, Budget, is_held_by_budget, month_of
from notify.domain.contacts import INBOX, Channel
from notify.domain.cost import cost_of
from notify.domain.message import Change, State, Template, Urgency
from notify.entrypoints.sending import Rhythm, Sender
from notify.entrypoints.spending import Spending
from notify.handlers.budgets import warn_of_budgets
from tests.notify import examples
from tests.notify.anyprovider import QUICK, AnyProvider, lane, serving
from tests.support.waiting import eventually

CENTRE = derived_id("a centre")
NOW = utc_now()
MONTH = month_of(NOW)


def test_a_month_is_one_of_india():
    assert month_of(datetime(2026, 11, 30, 18, 29, tzinfo=UTC)) == "2026-11"
    assert month_of(datetime(2026, 11, 30, 18, 31, tzinfo=UTC)) == "2026-12"


@pytest.mark.parametrize(
    ("spent", "percent", "reached"), [(79, 80, False), (80, 80, True), (99, 100, False), (100, 100, True)]
)
def test_a_share_of_the_cap_is_reached_exactly(spent, percent, reached):
    budget = Budget(centre_id=CENTRE, month=MONTH, spent={"sms": spent}, cap=100)

    assert budget.reached(percent) is reached


def test_a_cap_holds_back_texts_that_are_not_urgent_and_nothing_else():
    assert is_held_by_budget(examples.message())
    assert not is_held_by_budget(examples.message(urgency=Urgency.URGENT))
    assert not is_held_by_budget(examples.message(channel=Channel.EMAIL))
    assert not is_held_by_budget(examples.message(channel=INBOX))


def test_an_engine_that_is_away_delays_the_counting_and_loses_none():
    class Away(InMemoryBudgets):
        away = True

        def spend(self, sums):
            if self.away:
                raise ConnectionError
            super().spend(sums)

    budgets = Away()
    spending = Spending(budgets)
    spending.note([_accepted(20)])
    with pytest.raises(ConnectionError):
        spending.settle(NOW)
    spending.note([_accepted(30)])
    budgets.away = False
    spending.settle(NOW)

    assert budgets.of(CENTRE, MONTH).spent == {"sms": 50}


def test_what_a_provider_accepts_is_counted_for_its_centre():
    budgets, provider = InMemoryBudgets(), AnyProvider("twilio")
    messages = InMemoryMessages()
    messages.add_once([examples.message(centre_id=CENTRE) for _ in range(3)])
    with serving(_sender(provider, messages, budgets)):
        eventually(lambda: len(provider.taken) == 3)

    text = provider.taken[0].body
    assert budgets.of(CENTRE, MONTH).spent == {"sms": 3 * cost_of("sms", text, "twilio")}


def test_over_the_cap_a_text_fails_so_that_the_next_channel_follows_and_urgent_ones_pass():
    budgets, provider = InMemoryBudgets(), AnyProvider("twilio")
    budgets.set_cap(CENTRE, 100)
    budgets.spend({(CENTRE, MONTH, "sms"): 100})
    held = examples.message(centre_id=CENTRE, route=("email",))
    urgent = examples.message(centre_id=CENTRE, urgency=Urgency.URGENT)
    another = examples.message(centre_id=derived_id("another"))
    messages = InMemoryMessages()
    sender = _sender(provider, messages, budgets)
    sender.sweep()
    messages.add_once([held, urgent, another])
    with serving(sender):
        eventually(lambda: messages.find(held.id).state is State.FAILED)
        eventually(lambda: {each.message_id for each in provider.taken} == {urgent.id, another.id})

    assert messages.find(held.id).reason == OVER_BUDGET
    assert messages.find(held.id).follow_at is not None


def test_coordinators_are_warned_once_at_each_share():
    budgets, contacts, messages = InMemoryBudgets(), InMemoryContacts(), InMemoryMessages()
    contacts.keep(examples.contacts(acts_for=frozenset({CENTRE})))
    budgets.set_cap(CENTRE, 100)

    def warned() -> list[int]:
        warn_of_budgets(budgets, contacts, messages, NOW)
        told = [each for each in messages._messages.values() if each.template is Template.BUDGET_WARNING]
        return sorted(each.params["percent"] for each in told if each.channel == "sms")

    assert warned() == []
    budgets.spend({(CENTRE, MONTH, "sms"): 85})
    assert warned() == [80]
    assert warned() == [80]
    budgets.spend({(CENTRE, MONTH, "email"): 15})
    assert warned() == [80, 100]


def _accepted(paise: int) -> Change:
    return Change(message_id="1", channel="sms", to=State.SENT, at=NOW, cost=paise, centre_id=CENTRE)


def _sender(provider: AnyProvider, messages: InMemoryMessages, budgets: InMemoryBudgets) -> Sender:
    contacts = InMemoryContacts()
    contacts.keep(examples.contacts())
    return Sender(
        messages=messages,
        contacts=contacts,
        writing=examples.writing(),
        lanes=[lane(provider)],
        switches=InMemorySwitches(),
        timings=QUICK,
        rhythm=Rhythm(idle_look=0.01, sweep=0.01),
        spending=Spending(budgets),
    )
