"""What an answer of the provider means for a message."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.clock import utc_now
from notify.domain.delivery import (
    DEFAULT_TIMINGS,
    NO_RECEIPT,
    TRUST_ABSENCE_AFTER,
    UNRESOLVED,
    Absent,
    Accepted,
    Ambiguous,
    Busy,
    Found,
    NoAnswer,
    ReceiptOnly,
    Refused,
    Repeatable,
    after_look_up,
    after_outcome,
)
from notify.domain.message import EXPIRED, State
from tests.notify import examples


def test_an_accepted_message_is_sent_under_the_providers_id():
    change = after_outcome(examples.sending(), Accepted("SM1"), utc_now())

    assert (change.to, change.provider_id) == (State.SENT, "SM1")


def test_a_refused_message_fails_with_the_providers_code():
    change = after_outcome(examples.sending(), Refused("21211"), utc_now())

    assert (change.to, change.reason) == (State.FAILED, "21211")


@pytest.mark.parametrize(
    ("outcome", "pause"),
    [
        (Busy(), DEFAULT_TIMINGS.first_retry),
        (Refused("450", permanent=False), DEFAULT_TIMINGS.first_deferral),
        (Refused("busy", permanent=False, retry_after=timedelta(seconds=2)), timedelta(seconds=2)),
    ],
)
def test_a_message_nobody_took_waits_and_is_tried_again(outcome, pause):
    now = utc_now()
    change = after_outcome(examples.sending(), outcome, now)

    assert change.to is State.CREATED
    assert change.due_at == now + pause


def test_a_greylist_is_asked_again_after_minutes_and_ever_more_seldom():
    now, refused = utc_now(), Refused("451", permanent=False)
    pauses = [
        after_outcome(examples.sending(attempts=attempts), refused, now).due_at - now
        for attempts in (1, 2, 3, 10)
    ]

    assert pauses == [timedelta(minutes=each) for each in (1, 2, 4, 15)]


def test_a_provider_says_itself_when_to_come_back():
    now = utc_now()

    assert after_outcome(examples.sending(), Busy(timedelta(seconds=7)), now).due_at == now + timedelta(
        seconds=7
    )


@given(attempts=st.integers(min_value=0, max_value=10_000))
def test_waiting_grows_to_a_bound(attempts):
    now = utc_now()
    change = after_outcome(examples.sending(attempts=attempts), Busy(), now)

    assert change.due_at is not None
    assert DEFAULT_TIMINGS.first_retry <= change.due_at - now <= DEFAULT_TIMINGS.longest_retry


def test_nothing_is_tried_past_its_expiry():
    now = utc_now()
    message = examples.sending(expires_at=now + timedelta(milliseconds=500))
    change = after_outcome(message, Busy(), now)

    assert (change.to, change.reason) == (State.FAILED, EXPIRED)


def test_a_doubtful_answer_makes_the_message_unknown_and_not_due_for_sending():
    now = utc_now()
    change = after_outcome(examples.sending(), Ambiguous(), now)

    assert change.to is State.UNKNOWN
    assert change.due_at == now + DEFAULT_TIMINGS.look_up_after


def test_every_outcome_is_the_word_of_the_lease():
    message = examples.sending()
    outcomes = [Accepted("SM1"), Refused("1"), Busy(), Ambiguous()]

    assert message.lease is not None
    assert {after_outcome(message, each, utc_now()).lease for each in outcomes} == {message.lease.token}


def test_an_unknown_message_the_provider_lists_is_adopted_with_its_fate():
    message = examples.sending(state=State.UNKNOWN)
    change = after_look_up(message, Found("SM1", State.FAILED, "30003"), utc_now())

    assert (change.to, change.provider_id, change.reason) == (State.FAILED, "SM1", "30003")


def test_absence_is_believed_only_after_a_while():
    since = utc_now()
    message = examples.sending(state=State.UNKNOWN, since=since)
    early = after_look_up(message, Absent(), since + timedelta(seconds=1))
    late = after_look_up(message, Absent(), since + TRUST_ABSENCE_AFTER)

    assert (early.to, early.moves) == (State.UNKNOWN, False)
    assert (late.to, late.moves) == (State.CREATED, True)


def test_a_provider_that_lists_late_is_believed_late():
    since = utc_now()
    message = examples.sending(state=State.UNKNOWN, since=since)
    absent = Absent(listed_within=3 * TRUST_ABSENCE_AFTER)
    early = after_look_up(message, absent, since + 2 * TRUST_ABSENCE_AFTER)

    assert (early.to, early.moves) == (State.UNKNOWN, False)
    assert after_look_up(message, absent, since + 3 * TRUST_ABSENCE_AFTER).to is State.CREATED


def test_where_only_a_receipt_can_tell_nothing_is_sent_again_and_the_doubt_ends_with_the_need():
    now = utc_now()
    message = examples.sending(state=State.UNKNOWN)
    waiting = after_look_up(message, ReceiptOnly(), now)
    over = after_look_up(message, ReceiptOnly(), message.expires_at)

    until = message.updated_at + DEFAULT_TIMINGS.unresolved_after
    given_up = after_look_up(message, ReceiptOnly(), until)
    assert (waiting.to, waiting.moves, waiting.due_at) == (State.UNKNOWN, False, until)
    assert (given_up.to, given_up.reason) == (State.FAILED, UNRESOLVED)
    assert (over.to, over.reason) == (State.FAILED, NO_RECEIPT)


def test_a_sign_in_code_in_doubt_is_sent_again_for_somebody_waits():
    message = examples.code_message(state=State.UNKNOWN)

    assert after_look_up(message, ReceiptOnly(), utc_now()).to is State.CREATED


def test_an_absent_message_that_nobody_needs_any_more_fails():
    since = utc_now()
    message = examples.sending(state=State.UNKNOWN, since=since, expires_at=since + timedelta(seconds=5))
    change = after_look_up(message, Absent(), since + TRUST_ABSENCE_AFTER)

    assert (change.to, change.reason) == (State.FAILED, EXPIRED)


def test_a_channel_that_recognises_repetitions_sends_again():
    assert after_look_up(examples.sending(state=State.UNKNOWN), Repeatable(), utc_now()).to is State.CREATED


def test_a_provider_that_cannot_be_asked_leaves_the_message_unknown():
    change = after_look_up(examples.sending(state=State.UNKNOWN), NoAnswer(), utc_now())

    assert (change.to, change.moves) == (State.UNKNOWN, False)
