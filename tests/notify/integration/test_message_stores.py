"""Messages in the stores in memory and in MongoDB: kept once, and taken by one sender at a time."""

import threading
from dataclasses import replace
from datetime import timedelta

from chassis.clock import utc_now
from chassis.ids import new_id
from notify.domain.contacts import Channel, Language
from notify.domain.delivery import Busy, after_outcome, released
from notify.domain.message import State, Urgency
from tests.notify import examples
from tests.notify.taking import claim, stored


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
