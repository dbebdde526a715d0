"""What a member is told lies in the inbox, and goes over the one channel that they chose."""

from datetime import timedelta

import pytest

from chassis.clock import utc_now
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.domain.contacts import INBOX, Channel, Contacts
from notify.domain.message import Message, State, Template, Urgency
from notify.domain.preferences import Preferences, Purpose
from notify.handlers.telling import News, tell
from tests.notify import examples

BOTH = [Channel.SMS, Channel.EMAIL]
MAIL_FIRST = Preferences(order=(Channel.EMAIL, Channel.SMS))
NO_TEXTS_OF_MEETINGS = Preferences(off=frozenset({(Purpose.MEETINGS, Channel.SMS)}))
NOTHING_OF_MEETINGS = Preferences(off=frozenset((Purpose.MEETINGS, each) for each in Channel))


def told(member: Contacts, **more) -> list[Message]:
    """Tell one member some news twice; give what they are told, the inbox first."""
    contacts, messages = InMemoryContacts(), InMemoryMessages()
    contacts.keep(member)
    news = News(
        template=Template.PLACE_CONFIRMED,
        expires_at=examples.STARTS_AT,
        params={"starts_at": examples.STARTS_AT},
        **more,
    )
    event = examples.event("groups.registration.confirmed.v1", {})
    for _ in range(2):
        tell(event, news, [member.member_id], contacts, messages)
    found = messages.about_facts_since(member.member_id, event.time)
    assert len({each.id for each in found}) == len(found)
    return sorted(found, key=lambda each: each.channel != INBOX)


def channels(member: Contacts, **more) -> list[str]:
    return [each.channel for each in told(member, **more)]


@pytest.mark.parametrize(
    ("differences", "over"),
    [
        ({}, [Channel.SMS]),
        ({"preferences": MAIL_FIRST}, [Channel.EMAIL]),
        ({"preferences": NO_TEXTS_OF_MEETINGS}, [Channel.EMAIL]),
        ({"preferences": NOTHING_OF_MEETINGS}, []),
        ({"sealed": {Channel.EMAIL: "sealed"}}, [Channel.EMAIL]),
        ({"sealed": {}}, []),
        ({"stopped": frozenset({Channel.SMS})}, [Channel.EMAIL]),
        ({"unreachable": frozenset(Channel)}, []),
    ],
    ids=["texts", "mail-first", "no-texts", "nothing", "mail-only", "no-contact", "stopped", "dead"],
)
def test_news_lies_in_the_inbox_and_goes_over_the_first_channel_that_may_and_does_reach(differences, over):
    assert channels(examples.contacts(**differences)) == [INBOX, *over]


def test_what_is_in_the_inbox_has_arrived_and_nobody_sends_it():
    [entry, _] = told(examples.contacts())

    assert entry.state is State.DELIVERED
    assert [state for state, _ in entry.history] == [State.DELIVERED]
    assert entry.since == entry.created_at
    assert entry.read_at is None


def test_both_are_of_one_notice_and_say_the_same():
    [entry, text] = told(examples.contacts())

    assert entry.notice_id == text.notice_id is not None
    assert (entry.template, entry.params, entry.fact_type) == (text.template, text.params, text.fact_type)


def test_the_route_names_the_channels_to_try_next_also_one_that_does_not_reach_yet():
    [_, text] = told(examples.contacts(sealed={Channel.SMS: "sealed"}))

    assert text.route == (Channel.EMAIL,)


def test_a_channel_that_is_turned_off_is_in_no_route():
    preferences = Preferences(off=frozenset({(Purpose.MEETINGS, Channel.EMAIL)}))
    [_, text] = told(examples.contacts(preferences=preferences))

    assert text.route == ()


def test_who_is_needed_now_is_told_over_every_channel_at_once():
    found = told(examples.contacts(), urgency=Urgency.URGENT, purpose=Purpose.HELP)

    assert [each.channel for each in found] == [INBOX, *BOTH]
    assert {each.route for each in found} == {()}


def test_who_agrees_to_urgent_messages_only_finds_nothing_else_in_the_inbox():
    quiet = examples.contacts(quiet=True)

    assert channels(quiet) == []
    assert channels(quiet, urgency=Urgency.URGENT, purpose=Purpose.ACCOUNT) == [INBOX, Channel.SMS]


def test_a_message_waits_for_the_hours_of_its_member():
    until = utc_now() + timedelta(hours=3)
    [_, text] = told(examples.contacts(preferences=Preferences(paused_until=until)))

    assert text.due_at >= text.created_at
