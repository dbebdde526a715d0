"""One suite for the stores in memory and in MongoDB."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chassis.clock import utc_now
from chassis.ids import new_id
from notify.domain.contacts import Channel, Language
from notify.domain.delivery import (
    Absent,
    Accepted,
    Ambiguous,
    Busy,
    Found,
    after_look_up,
    after_outcome,
    after_receipt,
    released,
)
from notify.domain.message import Message, State, Urgency
from tests.notify import examples


def claim(stores, limit: int = 10, channel: Channel = Channel.SMS, seconds: float = 60) -> list[Message]:
    return stores.messages.claim(channel, "twilio", examples.lease(seconds), limit, utc_now())


def stored(stores, message: Message) -> Message:
    found = stores.messages.find(message.id)
    assert found is not None
    return found


def test_a_message_is_kept_as_it_is(stores):
    message = examples.code_message(channel=Channel.EMAIL, language=Language.PUNJABI)
    stores.messages.add_once([message])

    assert stored(stores, message) == message


def test_a_message_is_added_once_and_the_new_ones_beside_it_are(stores):
    first, second = examples.message(), examples.message()

    assert stores.messages.add_once([first]) == 1
    assert stores.messages.add_once([replace(first, attempts=9), second]) == 1
    assert stores.messages.add_once([]) == 0
    assert stored(stores, first).attempts == 0


def test_due_messages_of_a_channel_are_taken_once_the_urgent_first(stores):
    now = utc_now()
    later = examples.message(due_at=now - timedelta(seconds=1))
    earlier = examples.message(due_at=now - timedelta(seconds=9))
    urgent = examples.message(urgency=Urgency.URGENT)
    not_due = examples.message(due_at=now + timedelta(minutes=1))
    mail = examples.message(channel=Channel.EMAIL)
    stores.messages.add_once([later, earlier, urgent, not_due, mail])

    assert [each.id for each in claim(stores, limit=2)] == [urgent.id, earlier.id]
    assert [each.id for each in claim(stores)] == [later.id]
    assert claim(stores) == []


def test_a_taken_message_is_leased_and_counts_the_try(stores):
    stores.messages.add_once([examples.message()])
    lease = examples.lease()
    [taken] = stores.messages.claim(Channel.SMS, "twilio", lease, 1, utc_now())

    assert taken == stored(stores, taken)
    assert taken.state is State.SENDING
    assert taken.lease is not None
    assert taken.lease.token == lease.token
    assert taken.attempts == 1
    assert [state for state, _ in taken.history] == [State.SENDING]


def test_several_senders_at_once_never_take_the_same_message(stores):
    messages = [examples.message() for _ in range(200)]
    stores.messages.add_once(messages)
    taken: list[str] = []

    def take() -> None:
        while found := claim(stores, limit=7):
            taken.extend(each.id for each in found)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.extend(each.id for each in claim(stores, limit=200))

    assert sorted(taken) == sorted(each.id for each in messages)


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


def test_messages_about_a_members_facts_are_found_from_a_moment_on(stores):
    moment = utc_now()
    a_millisecond = timedelta(milliseconds=1)
    before, then, after = (
        examples.message(fact_id=new_id(), fact_at=at)
        for at in (moment - a_millisecond, moment, moment + a_millisecond)
    )
    another_members = examples.message(member_id=new_id(), fact_id=new_id(), fact_at=moment)
    stores.messages.add_once([before, then, after, another_members, examples.message()])

    found = stores.messages.about_facts_since(examples.MEMBER, moment)
    assert sorted(found, key=lambda each: each.fact_at) == [then, after]


def test_a_message_tried_in_vain_is_taken_again_when_it_is_due(stores):
    stores.messages.add_once([examples.message()])
    [taken] = claim(stores)
    stores.messages.apply([after_outcome(taken, Busy(timedelta(hours=1)), utc_now())])
    assert claim(stores) == []

    again = stores.messages.claim(Channel.SMS, "twilio", examples.lease(), 1, utc_now() + timedelta(hours=2))
    assert [each.attempts for each in again] == [2]


def test_a_released_message_is_taken_by_the_next(stores):
    stores.messages.add_once([examples.message()])
    [taken] = claim(stores)
    stores.messages.apply([released(taken, utc_now())])

    assert [each.id for each in claim(stores)] == [taken.id]


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


def test_what_a_sender_holds_is_told_to_the_same_members_messages_of_the_channel_only(stores):
    stores.messages.add_once([examples.message()])
    [held] = claim(stores)

    assert stores.messages.sends_beside(examples.message())
    for other in (
        held,
        examples.message(channel=Channel.EMAIL),
        examples.message(member_id="0" * 32),
        examples.code_message(),
    ):
        assert not stores.messages.sends_beside(other)


def test_the_backlog_counts_what_is_due_by_channel(stores):
    soon = utc_now() + timedelta(minutes=1)
    mail = examples.message(channel=Channel.EMAIL)
    stores.messages.add_once([mail, examples.message(), examples.message(due_at=soon)])

    assert stores.messages.backlog(Channel, utc_now()) == {Channel.SMS: 1, Channel.EMAIL: 1}


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


def test_contacts_are_found_by_member(stores):
    stores.contacts.keep(examples.contacts())

    assert stores.contacts.of([examples.MEMBER, "0" * 32]) == {examples.MEMBER: examples.contacts()}


@pytest.mark.parametrize("sequence", [3, 2])
def test_an_older_or_repeated_event_changes_no_contacts(stores, sequence):
    stores.contacts.keep(examples.contacts(sequence=3))
    stores.contacts.keep(examples.contacts(sequence=sequence, language=Language.HINDI))
    assert stores.contacts.keep_contact(examples.MEMBER, Channel.SMS, "older", sequence)
    assert stores.contacts.keep_preferences(examples.MEMBER, Language.HINDI, "UTC", sequence)

    assert stores.contacts.of([examples.MEMBER])[examples.MEMBER] == examples.contacts(sequence=3)


def test_a_newer_event_changes_just_what_it_says(stores):
    stores.contacts.keep(examples.contacts(sealed={Channel.SMS: "sms"}))
    assert stores.contacts.keep_contact(examples.MEMBER, Channel.EMAIL, "mail", 2)
    assert stores.contacts.keep_preferences(examples.MEMBER, Language.HINDI, "Europe/London", 3)

    assert stores.contacts.of([examples.MEMBER])[examples.MEMBER] == examples.contacts(
        sealed={Channel.SMS: "sms", Channel.EMAIL: "mail"},
        language=Language.HINDI,
        time_zone="Europe/London",
        sequence=3,
    )


def test_nothing_is_kept_of_a_stranger(stores):
    assert not stores.contacts.keep_contact(examples.MEMBER, Channel.SMS, "sealed", 1)
    assert not stores.contacts.keep_preferences(examples.MEMBER, Language.HINDI, "UTC", 1)
    assert stores.contacts.of([examples.MEMBER]) == {}


def test_who_acts_for_a_centre_is_found_until_the_role_is_withdrawn(stores):
    stores.contacts.keep(examples.contacts())
    keep = stores.contacts.keep_role

    assert keep(examples.MEMBER, "a", 2, granted=True)
    assert keep(examples.MEMBER, "network", 3, granted=True)
    assert keep(examples.MEMBER, "a", 4, granted=False)
    assert keep(examples.MEMBER, "a", 4, granted=True)  # An older event, heard again.
    assert not keep(new_id(), "a", 2, granted=True)

    assert list(stores.contacts.acting_for(["a"])) == []
    assert list(stores.contacts.acting_for(["network", "a"])) == [examples.MEMBER]
    assert stores.contacts.of([examples.MEMBER])[examples.MEMBER].acts_for == {"network"}


def test_contact_is_dropped_unless_a_later_event_came_first(stores):
    stores.contacts.keep(examples.contacts(sequence=1))
    assert stores.contacts.drop_contact(examples.MEMBER, Channel.SMS, 2)
    assert stores.contacts.drop_contact(examples.MEMBER, Channel.EMAIL, 2)

    assert set(stores.contacts.of([examples.MEMBER])[examples.MEMBER].sealed) == {Channel.EMAIL}
    assert not stores.contacts.drop_contact("0" * 32, Channel.SMS, 1)


def test_the_home_centre_is_kept_by_a_sequence_of_its_own(stores):
    stores.contacts.keep(examples.contacts(sequence=9))

    assert stores.contacts.keep_home(examples.MEMBER, "a" * 32, 3)
    assert stores.contacts.keep_home(examples.MEMBER, "b" * 32, 2)  # heard late
    assert stores.contacts.of([examples.MEMBER])[examples.MEMBER].centre_id == "a" * 32
    assert stores.contacts.keep_home(examples.MEMBER, None, 4)
    assert stores.contacts.of([examples.MEMBER])[examples.MEMBER].centre_id is None


def test_the_home_of_a_stranger_is_not_kept(stores):
    assert not stores.contacts.keep_home(examples.MEMBER, "a" * 32, 1)
    assert not stores.contacts.of([examples.MEMBER])
