"""What members choose is changed from what it is, in memory and in MongoDB; and the handlers of choosing."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from chassis.clock import utc_now
from chassis.ids import new_id
from notify.adapters.memory_choices import InMemoryChoices
from notify.adapters.mongo_choices import MongoChoices
from notify.domain.contacts import Channel
from notify.domain.errors import ChannelUnreachable, LinkUnknown, MemberUnknown, TooSoon
from notify.domain.preferences import ALWAYS, Preferences, Purpose
from notify.handlers.choosing import BETWEEN_TESTS, choose, choose_by_link, leave, pause, send_test
from tests.notify import examples

AT = utc_now().replace(microsecond=0)
LEFT = sorted(set(Purpose) - ALWAYS)


@pytest.fixture
def choices(request, stores):
    """Choices on the same store, with a member who chose nothing."""
    stores.contacts.keep(examples.contacts())
    if "mongodb" in request.node.callspec.id:
        return MongoChoices(request.getfixturevalue("database"))
    return InMemoryChoices(stores.contacts)


def known(choices) -> Preferences:
    return choices.of(examples.MEMBER).preferences


def test_what_was_chosen_is_found_by_who_tells(stores, choices):
    chosen = Preferences(order=("email", "sms"), most_texts=2)

    assert choose(examples.MEMBER, chosen, choices) == chosen
    assert stores.contacts.of([examples.MEMBER])[examples.MEMBER].preferences == chosen


def test_a_pause_changes_nothing_else_and_ends(choices):
    choose(examples.MEMBER, Preferences(most_texts=2), choices)

    assert pause(examples.MEMBER, AT, choices) == Preferences(most_texts=2, paused_until=AT)
    assert pause(examples.MEMBER, None, choices) == Preferences(most_texts=2)


def test_leaving_adds_to_what_was_left_and_touches_mails_only(choices):
    leave(examples.MEMBER, Purpose.MEETINGS, choices)
    leave(examples.MEMBER, Purpose.NEWS, choices)
    assert known(choices).off == {(Purpose.MEETINGS, "email"), (Purpose.NEWS, "email")}

    leave(examples.MEMBER, None, choices)
    assert known(choices).off == {(each, "email") for each in LEFT}


def test_who_leaves_many_purposes_at_once_has_left_each(choices):
    threads = [Thread(target=leave, args=(examples.MEMBER, purpose, choices)) for purpose in LEFT]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert known(choices).off == {(each, "email") for each in LEFT}


def test_a_link_changes_what_it_may_and_nothing_else(choices):
    choose(examples.MEMBER, Preferences(full_wording=True), choices)
    off = frozenset({(Purpose.BOARDS, "sms")})

    assert choose_by_link(examples.MEMBER, off, AT, choices) == replace(
        Preferences(full_wording=True), off=off, paused_until=AT
    )


def test_of_a_stranger_nothing_is_kept(choices):
    with pytest.raises(MemberUnknown):
        choose(new_id(), Preferences(), choices)
    with pytest.raises(LinkUnknown):
        leave(new_id(), None, choices)
    with pytest.raises(LinkUnknown):
        choose_by_link(new_id(), frozenset(), None, choices)


def test_a_test_goes_out_once_a_minute_over_a_channel_that_reaches(stores, choices):
    sent = send_test(examples.MEMBER, "sms", choices, stores.messages, AT)
    assert stores.messages.find(sent).channel == Channel.SMS

    with pytest.raises(TooSoon):
        send_test(examples.MEMBER, "sms", choices, stores.messages, AT + BETWEEN_TESTS - timedelta(seconds=1))
    assert send_test(examples.MEMBER, "sms", choices, stores.messages, AT + BETWEEN_TESTS) != sent
    stores.contacts.drop_contact(examples.MEMBER, Channel.EMAIL, 2)
    with pytest.raises(ChannelUnreachable):
        send_test(examples.MEMBER, "email", choices, stores.messages, AT + timedelta(hours=1))
