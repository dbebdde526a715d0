"""What is done about each fact, however often it is heard."""

from collections import Counter
from datetime import timedelta

import pytest

from chassis.clock import utc_now
from chassis.events import NotYet
from chassis.ids import derived_id
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts, InMemorySealedContacts
from notify.domain.contacts import Channel, Language
from notify.domain.message import Message, Template, Urgency
from notify.handlers import facts
from notify.handlers.table import ROWS
from tests.notify import examples

OTHER = derived_id("another member")
ATTEMPT = derived_id("an attempt")
EXPIRES_AT = utc_now() + timedelta(minutes=10)


@pytest.fixture
def messages() -> InMemoryMessages:
    return InMemoryMessages()


@pytest.fixture
def contacts() -> InMemoryContacts:
    known = InMemoryContacts()
    known.keep(examples.contacts())
    return known


@pytest.fixture
def alumni() -> InMemorySealedContacts:
    held = InMemorySealedContacts()
    held.attempts[ATTEMPT] = examples.SEALED[Channel.SMS]
    return held


def requested_code(channel: Channel = Channel.SMS):
    return examples.event(
        "alumni.sign-in.code-requested.v2",
        {
            "attempt_id": ATTEMPT,
            "channel": channel,
            "sealed_code": examples.seal(examples.CODE),
            "language": Language.PUNJABI,
            "expires_at": EXPIRES_AT,
        },
        key=ATTEMPT,
    )


def registration(kind: str = "confirmed", **more):
    data = {"member_id": examples.MEMBER, "starts_at": examples.STARTS_AT, **more}
    return examples.event(f"groups.registration.{kind}.v1", data)


def all_of(messages: InMemoryMessages) -> list[Message]:
    return [
        message
        for channel in Channel
        for message in messages.claim(channel, "any", examples.lease(), 100, utc_now() + timedelta(seconds=1))
    ]


@pytest.mark.parametrize("channel", Channel)
def test_a_requested_code_leaves_at_once_over_its_channel_and_stays_sealed(messages, alumni, channel):
    facts.send_sign_in_code(requested_code(channel), messages, alumni)
    [message] = all_of(messages)

    assert (message.channel, message.template, message.urgency) == (
        channel,
        Template.SIGN_IN_CODE,
        Urgency.URGENT,
    )
    assert message.expires_at == EXPIRES_AT
    assert message.sealed_recipient == examples.SEALED[Channel.SMS]
    assert message.member_id is None
    assert examples.CODE not in str(message.params)


def test_redelivered_code_request_sends_one_text(messages, alumni):
    event = requested_code()

    for _ in range(3):
        facts.send_sign_in_code(event, messages, alumni)

    assert len(messages) == 1


def test_no_code_is_sent_to_a_contact_that_is_gone(messages):
    facts.send_sign_in_code(requested_code(), messages, InMemorySealedContacts())

    assert len(messages) == 0


@pytest.mark.parametrize(
    ("tell", "template"),
    [
        (ROWS["groups.registration.confirmed.v1"].tell, Template.PLACE_CONFIRMED),
        (ROWS["groups.registration.promoted.v1"].tell, Template.PLACE_PROMOTED),
        (ROWS["groups.registration.cancelled.v1"].tell, Template.REGISTRATION_CANCELLED),
        (ROWS["groups.registration.queued.v1"].tell, Template.PLACE_QUEUED),
    ],
)
def test_a_change_of_a_registration_is_told_once_over_the_first_channel(contacts, messages, tell, template):
    event = registration(position=4)

    for _ in range(3):
        tell(event, contacts, messages)
    [found] = all_of(messages)

    assert (found.channel, found.template) == (Channel.SMS, template)
    assert found.expires_at == examples.STARTS_AT


def test_the_place_in_the_queue_is_said(contacts, messages):
    ROWS["groups.registration.queued.v1"].tell(registration("queued", position=4), contacts, messages)

    assert {message.params["position"] for message in all_of(messages)} == {4}


def test_two_registrations_of_one_member_are_two_texts(contacts, messages):
    ROWS["groups.registration.confirmed.v1"].tell(registration(), contacts, messages)
    ROWS["groups.registration.confirmed.v1"].tell(registration(), contacts, messages)

    assert len(all_of(messages)) == 2


def test_news_of_a_stranger_waits_until_they_are_known(messages):
    contacts = InMemoryContacts()
    event = registration()

    with pytest.raises(NotYet):
        ROWS["groups.registration.confirmed.v1"].tell(event, contacts, messages)
    contacts.keep(examples.contacts())
    ROWS["groups.registration.confirmed.v1"].tell(event, contacts, messages)

    assert len(all_of(messages)) == 1


def test_a_cancelled_meeting_is_told_to_each_member_once(contacts, messages):
    contacts.keep(examples.contacts(OTHER, language=Language.HINDI))
    data = {"starts_at": examples.STARTS_AT, "member_ids": [examples.MEMBER, OTHER, OTHER]}
    event = examples.event("groups.registration.meeting-cancelled.v1", data)

    for _ in range(2):
        ROWS["groups.registration.meeting-cancelled.v1"].tell(event, contacts, messages)
    told = Counter((message.member_id, message.channel, message.language) for message in all_of(messages))

    assert told == {
        (examples.MEMBER, Channel.SMS, Language.ENGLISH): 1,
        (OTHER, Channel.SMS, Language.HINDI): 1,
    }


def test_one_stranger_keeps_no_news_of_a_cancelled_meeting_from_the_others(contacts, messages):
    data = {"starts_at": examples.STARTS_AT, "member_ids": [examples.MEMBER, OTHER]}
    event = examples.event("groups.registration.meeting-cancelled.v1", data)

    with pytest.raises(NotYet):
        ROWS["groups.registration.meeting-cancelled.v1"].tell(event, contacts, messages)

    assert len(all_of(messages)) == 1


def test_a_member_who_joined_is_known_with_every_channel(alumni):
    contacts = InMemoryContacts()
    data = {
        "member_id": examples.MEMBER,
        "language": Language.HINDI,
        "time_zone": "Asia/Kolkata",
    }
    alumni.members[examples.MEMBER] = {Channel.SMS: "sealed"}
    facts.keep_new_member(examples.event("alumni.member.joined.v2", data, sequence=1), contacts, alumni)

    assert contacts.of([examples.MEMBER])[examples.MEMBER].sealed == {Channel.SMS: "sealed"}


def test_an_older_change_of_a_member_is_ignored(contacts, alumni):
    def add(sealed: str, sequence: int) -> None:
        data = {"member_id": examples.MEMBER, "channel": Channel.SMS}
        alumni.members[examples.MEMBER] = {Channel.SMS: sealed}
        event = examples.event("alumni.member.contact-added.v2", data, sequence=sequence)
        facts.keep_added_contact(event, contacts, alumni)

    add("newer", 5)
    add("older", 4)
    known = contacts.of([examples.MEMBER])[examples.MEMBER]

    assert known.sealed[Channel.SMS] == "newer"
    assert known.sealed[Channel.EMAIL] == examples.SEALED[Channel.EMAIL]


def test_a_removed_contact_is_not_written_to_any_more(contacts, messages):
    data = {"member_id": examples.MEMBER, "channel": Channel.SMS}
    facts.forget_removed_contact(
        examples.event("alumni.member.contact-removed.v1", data, sequence=2), contacts
    )
    ROWS["groups.registration.confirmed.v1"].tell(registration(), contacts, messages)

    assert {message.channel for message in all_of(messages)} == {Channel.EMAIL}
    with pytest.raises(NotYet):
        facts.forget_removed_contact(
            examples.event("alumni.member.contact-removed.v1", data), InMemoryContacts()
        )


def test_preferences_decide_the_language_of_the_next_message(contacts, messages):
    data = {"member_id": examples.MEMBER, "language": Language.PUNJABI, "time_zone": "Europe/London"}
    event = examples.event("alumni.member.preferences-changed.v1", data, sequence=2)
    facts.keep_changed_preferences(event, contacts, messages)
    ROWS["groups.registration.confirmed.v1"].tell(registration(), contacts, messages)

    assert {message.language for message in all_of(messages)} == {Language.PUNJABI}


def test_changes_of_a_stranger_wait(alumni):
    data = {
        "member_id": OTHER,
        "channel": Channel.SMS,
        "language": Language.HINDI,
        "time_zone": "UTC",
    }
    event = examples.event("alumni.member.contact-added.v2", data)

    alumni.members[OTHER] = {Channel.SMS: "s"}
    with pytest.raises(NotYet):
        facts.keep_added_contact(event, InMemoryContacts(), alumni)
    with pytest.raises(NotYet):
        facts.keep_changed_preferences(event, InMemoryContacts(), InMemoryMessages())
