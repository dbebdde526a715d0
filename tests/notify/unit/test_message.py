"""The steps of a message: stated once, and never backwards."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.clock import utc_now
from notify.domain.delivery import PROVIDER_STATUSES, after_receipt
from notify.domain.message import SETTLED, TRANSITIONS, Change, Message, State, states_before
from tests.notify import examples

RANK = {
    State.CREATED: 0,
    State.SENDING: 1,
    State.UNKNOWN: 2,
    State.SENT: 3,
    State.DELIVERED: 4,
    State.FAILED: 4,
}
RECEIPTS = st.lists(st.sampled_from(sorted(PROVIDER_STATUSES)), max_size=12)
STATES = st.sampled_from(list(State))


def receive(message: Message, status: str) -> Message:
    """Give the message after a receipt, whether it counted or not."""
    change = after_receipt(message, PROVIDER_STATUSES[status], utc_now(), "SM1", "30003")
    return change.applied_to(message) or message


def test_every_state_says_what_may_follow_it():
    assert set(TRANSITIONS) == set(State)


def test_nothing_follows_a_delivered_or_failed_message():
    assert not TRANSITIONS[State.DELIVERED]
    assert not TRANSITIONS[State.FAILED]


def test_only_a_created_message_is_taken_for_sending():
    assert states_before(State.SENDING) == {State.CREATED}


def test_a_sent_message_is_never_sent_again():
    assert State.CREATED not in TRANSITIONS[State.SENT]
    assert State.SENDING not in TRANSITIONS[State.UNKNOWN]


@given(start=STATES, statuses=RECEIPTS)
def test_late_duplicated_and_shuffled_receipts_never_move_a_message_backwards(start, statuses):
    message = examples.message(state=start)

    for status in statuses:
        after = receive(message, status)
        assert RANK[after.state] >= RANK[message.state]
        if message.state in (State.DELIVERED, State.FAILED):
            assert after == message
        message = after


@given(start=STATES, statuses=RECEIPTS, data=st.data())
def test_the_order_of_receipts_before_the_final_one_does_not_matter(start, statuses, data):
    before = [each for each in statuses if PROVIDER_STATUSES[each] is State.SENT]
    shuffled = data.draw(st.permutations([*before, "delivered"]))
    ends = set()

    for order in ([*before, "delivered"], shuffled):
        message = examples.message(state=start)
        for status in order:
            message = receive(message, status)
        ends.add(message.state)

    assert len(ends) == 1


@given(start=STATES, to=STATES)
def test_a_change_applies_exactly_where_the_table_allows_it(start, to):
    message = examples.message(state=start)
    change = Change(message_id=message.id, channel=message.channel, to=to, at=utc_now())

    assert (change.applied_to(message) is not None) == (to in TRANSITIONS[start])


def test_a_change_is_void_once_the_lease_is_somebody_elses():
    message = examples.sending()
    change = Change(
        message_id=message.id, channel=message.channel, to=State.SENT, at=utc_now(), lease="another"
    )

    assert change.applied_to(message) is None


def test_what_is_sealed_is_forgotten_once_a_message_is_settled():
    for state in SETTLED:
        message = examples.code_message()
        change = Change(message_id=message.id, channel=message.channel, to=state, at=utc_now())
        after = change.applied_to(message)

        assert after is not None
        assert not after.params
        assert after.sealed_recipient is None


@pytest.mark.parametrize("state", sorted(SETTLED))
def test_what_is_not_sealed_stays_so_that_a_channel_added_later_can_say_it(state):
    message = examples.message()
    change = Change(message_id=message.id, channel=message.channel, to=state, at=utc_now())
    after = change.applied_to(message)

    assert after is not None
    assert after.params == message.params


def test_an_unknown_message_keeps_what_its_reconciliation_needs():
    message = examples.code_message(state=State.SENDING, lease=examples.lease())
    change = Change(message_id=message.id, channel=message.channel, to=State.UNKNOWN, at=utc_now())
    after = change.applied_to(message)

    assert after is not None
    assert after.params == message.params
    assert after.sealed_recipient == message.sealed_recipient


def test_history_tells_every_step_and_when():
    message = examples.message()
    at = utc_now() + timedelta(seconds=1)
    sent = after_receipt(message, State.SENT, at, "SM1", None).applied_to(message)

    assert sent is not None
    assert sent.history == ((State.SENT, at),)
    assert sent.updated_at == at


def test_a_message_never_shows_whom_it_is_for():
    assert "sealed" not in repr(examples.code_message())
