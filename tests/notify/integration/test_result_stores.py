"""Results, receipts and doubts in the stores in memory and in MongoDB, in whatever order they come."""

from datetime import timedelta

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chassis.clock import utc_now
from notify.domain.contacts import Channel
from notify.domain.delivery import (
    Absent,
    Accepted,
    Ambiguous,
    Busy,
    Found,
    after_look_up,
    after_outcome,
    after_receipt,
)
from notify.domain.message import State
from tests.notify import examples
from tests.notify.taking import claim, stored


def test_a_result_is_recorded_and_what_is_sealed_forgotten(stores):
    stores.messages.add_once([examples.code_message()])
    [taken] = claim(stores)

    assert stores.messages.apply([after_outcome(taken, Accepted("SM1"), utc_now())]) == 1
    sent = stored(stores, taken)
    assert (sent.state, sent.provider_id, sent.lease) == (State.SENT, "SM1", None)
    assert not sent.params
    assert sent.sealed_recipient is None
    assert [state for state, _ in sent.history] == [State.SENDING, State.SENT]


def test_a_result_leaves_what_is_not_sealed(stores):
    stores.messages.add_once([examples.message()])
    [taken] = claim(stores)
    stores.messages.apply([after_outcome(taken, Accepted("SM1"), utc_now())])

    assert stored(stores, taken).params == taken.params


def test_a_receipt_overtakes_the_sender_and_its_late_result_changes_nothing(stores):
    stores.messages.add_once([examples.message()])
    [taken] = claim(stores)
    receipt = after_receipt(taken, State.DELIVERED, utc_now(), "SM1", None)

    assert stores.messages.apply([receipt]) == 1
    assert stores.messages.apply([receipt]) == 0
    assert stores.messages.apply([after_outcome(taken, Ambiguous(), utc_now())]) == 0
    assert stored(stores, taken).state is State.DELIVERED


def test_a_lease_that_ran_out_makes_its_message_unknown_and_its_late_result_void(stores):
    stores.messages.add_once([examples.message(), examples.message()])
    [crashed] = claim(stores, limit=1, seconds=-1)
    [at_work] = claim(stores, limit=1)

    assert stores.messages.lapse(utc_now()) == 1
    assert stored(stores, crashed).state is State.UNKNOWN
    assert stored(stores, at_work).state is State.SENDING
    assert stores.messages.apply([after_outcome(crashed, Busy(), utc_now())]) == 0


def test_an_unknown_message_is_reconciled_by_one_at_a_time(stores):
    stores.messages.add_once([examples.message()])
    [taken] = claim(stores)
    now = utc_now()
    stores.messages.apply([after_outcome(taken, Ambiguous(), now)])
    later = now + timedelta(seconds=30)
    assert claim(stores) == []
    assert stores.messages.claim_unknown(Channel.SMS, "twilio", examples.lease(), 5, now) == []

    [mine] = stores.messages.claim_unknown(Channel.SMS, "twilio", examples.lease(), 5, later)
    assert mine.state is State.UNKNOWN
    assert stores.messages.claim_unknown(Channel.SMS, "twilio", examples.lease(), 5, later) == []
    assert stores.messages.apply([after_look_up(mine, Absent(), later)]) == 1
    assert stored(stores, taken).state is State.CREATED


def test_a_postponed_look_up_keeps_the_message_unknown_since_the_same_moment(stores):
    stores.messages.add_once([examples.message()])
    [taken] = claim(stores)
    stores.messages.apply([after_outcome(taken, Ambiguous(), utc_now())])
    since = stored(stores, taken).since
    soon = utc_now() + timedelta(seconds=5)
    [mine] = stores.messages.claim_unknown(Channel.SMS, "twilio", examples.lease(), 5, soon)
    stores.messages.apply([after_look_up(mine, Absent(), soon)])
    postponed = stored(stores, taken)

    assert (postponed.state, postponed.since, postponed.lease) == (State.UNKNOWN, since, None)
    assert postponed.due_at > soon
    assert len(postponed.history) == 2


def test_an_unknown_message_whose_reconciler_crashed_is_taken_by_the_next(stores):
    stores.messages.add_once([examples.message()])
    [taken] = claim(stores)
    stores.messages.apply([after_outcome(taken, Ambiguous(), utc_now())])
    later = utc_now() + timedelta(minutes=1)
    stores.messages.claim_unknown(Channel.SMS, "twilio", examples.lease(), 5, later)

    assert stores.messages.claim_unknown(
        Channel.SMS, "twilio", examples.lease(), 5, later + timedelta(minutes=5)
    )


def test_a_providers_id_is_held_by_the_message_it_belongs_to(stores):
    stores.messages.add_once([examples.message()])
    [taken] = claim(stores)
    stores.messages.apply([after_outcome(taken, Accepted("SM1"), utc_now())])

    assert stores.messages.holds("SM1")
    assert not stores.messages.holds("SM2")


def test_a_text_found_by_two_reconcilers_is_one_messages_and_the_other_stays_in_doubt(stores):
    first, second, beside = (examples.message() for _ in range(3))
    stores.messages.add_once([first, second, beside])
    now = utc_now()
    stores.messages.apply([after_outcome(each, Ambiguous(), now) for each in claim(stores)])
    later = now + timedelta(minutes=1)
    in_doubt = stores.messages.claim_unknown(Channel.SMS, "twilio", examples.lease(), 5, later)
    one, other, unlike = sorted(in_doubt, key=lambda each: each.id == beside.id)
    both = [after_look_up(each, Found("SM1", State.SENT), later) for each in (one, other)]
    found = after_look_up(unlike, Found("SM2", State.SENT), later)

    assert stores.messages.apply([*both, found]) == 3
    assert (stored(stores, one).state, stored(stores, one).provider_id) == (State.SENT, "SM1")
    assert stored(stores, beside).provider_id == "SM2"
    doubtful = stored(stores, other)
    assert (doubtful.state, doubtful.provider_id, doubtful.lease) == (State.UNKNOWN, None, None)
    assert doubtful.due_at > later


def test_what_the_provider_says_of_a_message_counts_though_another_holds_its_id(stores):
    stores.messages.add_once([examples.message() for _ in range(3)])
    holder, accepted, received = claim(stores)
    stores.messages.apply([after_outcome(holder, Accepted("SM1"), utc_now())])
    changes = [
        after_outcome(accepted, Accepted("SM1"), utc_now()),
        after_receipt(received, State.DELIVERED, utc_now(), "SM1", None),
    ]

    assert stores.messages.apply(changes) == 2
    for message, state in ((accepted, State.SENT), (received, State.DELIVERED)):
        assert (stored(stores, message).state, stored(stores, message).provider_id) == (state, None)


@given(states=st.lists(st.sampled_from([State.SENT, State.DELIVERED, State.FAILED]), max_size=6))
@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_receipts_in_any_order_end_as_the_rules_of_the_message_say(stores, states):
    message = examples.message()
    stores.messages.add_once([message])
    expected = message
    for state in states:
        receipt = after_receipt(message, state, utc_now(), f"SM{message.id}", None)
        expected = receipt.applied_to(expected) or expected
        stores.messages.apply([receipt])

    assert stored(stores, message) == expected
