"""Which provider may take a message: in memory and in MongoDB."""

from datetime import timedelta

from chassis.clock import utc_now
from notify.domain.delivery import Ambiguous, after_outcome, declined
from notify.domain.message import Message, Urgency
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
