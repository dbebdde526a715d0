"""Which provider may take a message: in memory and in MongoDB."""

from datetime import timedelta

import pytest

from chassis.clock import utc_now
from notify.adapters.memory_switches import InMemorySwitches
from notify.adapters.switches import MongoSwitches
from notify.domain.delivery import Ambiguous, after_outcome, declined
from notify.domain.message import EXPIRED, Message, State, Urgency
from notify.domain.switch import Mode, Switch
from notify.ports import Switches
from tests.notify import examples


def claim(stores, limit: int = 10) -> list[Message]:
    return stores.messages.claim("sms", "twilio", examples.lease(), limit, utc_now())


def test_what_one_provider_declined_goes_to_another_one_only(stores):
    stores.messages.add_once([examples.message(), examples.message()])
    [first] = claim(stores, limit=1)
    stores.messages.apply([declined(first, utc_now(), "twilio")])
    [second] = claim(stores)

    assert second.id != first.id
    assert stores.messages.claim("sms", "other", examples.lease(), 5, utc_now(), declined_by=["third"]) == []
    [passed_on] = stores.messages.claim(
        "sms", "other", examples.lease(), 5, utc_now(), declined_by=["twilio"]
    )
    assert (passed_on.id, passed_on.provider, passed_on.declined_by) == (first.id, "other", ("twilio",))


def test_only_the_classes_asked_for_are_claimed(stores):
    stores.messages.add_once([examples.message()])
    urgent = examples.message(urgency=Urgency.URGENT)
    stores.messages.add_once([urgent])

    taken = stores.messages.claim("sms", "twilio", examples.lease(), 5, utc_now(), [Urgency.URGENT])
    assert [(each.id, each.provider) for each in taken] == [(urgent.id, "twilio")]


def test_only_the_provider_that_was_handed_a_message_is_asked_about_it(stores):
    stores.messages.add_once([examples.message()])
    [taken] = claim(stores)
    stores.messages.apply([after_outcome(taken, Ambiguous(), utc_now())])
    later = utc_now() + timedelta(minutes=1)

    assert stores.messages.claim_unknown("sms", "other", examples.lease(), 5, later) == []
    assert len(stores.messages.claim_unknown("sms", "twilio", examples.lease(), 5, later)) == 1


def test_what_stays_unknown_is_found_unless_somebody_is_at_it(stores):
    stores.messages.add_once([examples.message(), examples.message()])
    first, second = claim(stores)
    stores.messages.apply([after_outcome(each, Ambiguous(), utc_now()) for each in (first, second)])
    later = utc_now() + timedelta(minutes=1)
    [asked] = stores.messages.claim_unknown("sms", "twilio", examples.lease(), 1, later)

    found = stores.messages.unknown_since(later, 5)
    assert {each.id for each in found} == {first.id, second.id} - {asked.id}
    assert stores.messages.unknown_since(utc_now() - timedelta(minutes=1), 5) == []


def test_what_nobody_needs_any_more_expires_where_it_waits(stores):
    now = utc_now()
    useless = examples.message(expires_at=now + timedelta(seconds=1))
    other = examples.message(expires_at=now + timedelta(seconds=1), channel="email")
    stores.messages.add_once([useless, other, examples.message()])

    assert stores.messages.expire("sms", now + timedelta(seconds=2)) == 1
    found = stores.messages.find(useless.id)
    assert (found.state, found.reason) == (State.FAILED, EXPIRED)


def test_a_switch_says_since_when_and_by_whom(switches):
    assert switches.all() == {}
    now = utc_now().replace(microsecond=0)
    off = Switch("twilio", Mode.OFF, now + timedelta(minutes=1), "somebody else")
    for switch in (Switch("twilio", Mode.DRAINING, now, "an operator"), off):
        switches.turn(switch)

    assert switches.all() == {"twilio": off}


@pytest.fixture(params=["memory", "mongodb"])
def switches(request: pytest.FixtureRequest) -> Switches:
    """The same on both."""
    if request.param == "memory":
        return InMemorySwitches()
    return MongoSwitches(request.getfixturevalue("database"))
