"""Who is told that somebody is needed, and that a place waits for an answer."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import utc_now
from chassis.events import NotYet
from chassis.ids import derived_id
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.domain.contacts import NETWORK, Channel
from notify.domain.message import Message, Template, Urgency
from notify.handlers import facts
from notify.handlers.table import ROWS
from tests.notify import examples

CENTRE = derived_id("a centre")
LEADER, COORDINATOR, ADMINISTRATOR = (derived_id(each) for each in ("leader", "coordinator", "administrator"))


@pytest.fixture
def messages() -> InMemoryMessages:
    return InMemoryMessages()


@pytest.fixture
def contacts() -> InMemoryContacts:
    known = InMemoryContacts()
    for member_id in (LEADER, COORDINATOR, ADMINISTRATOR):
        known.keep(examples.contacts(member_id))
    return known


def granted(member_id: str, centre_id: str | None, sequence: int = 2):
    data = {"member_id": member_id, "centre_id": centre_id}
    return examples.event("alumni.member.role-granted.v1", data, key=member_id, sequence=sequence)


def alert(*member_ids: str, centre_id: str | None = CENTRE):
    data = {"member_ids": list(member_ids), "centre_id": centre_id}
    return examples.event("groups.board.alerted.v1", data)


def texts(messages: InMemoryMessages) -> dict[str | None, Message]:
    due = messages.claim(Channel.SMS, "twilio", examples.lease(), 100, utc_now() + timedelta(seconds=1))
    return {message.member_id: message for message in due}


def hear(kind: str, data: dict[str, Any], contacts: InMemoryContacts, messages: InMemoryMessages) -> None:
    ROWS[kind].tell(examples.event(kind, data), contacts, messages)


def test_who_is_on_duty_is_alerted_before_everybody_else_and_for_hours_only(contacts, messages):
    facts.keep_granted_role(granted(COORDINATOR, CENTRE), contacts)
    event = alert(LEADER)

    for _ in range(2):
        ROWS["groups.board.alerted.v1"].tell(event, contacts, messages)

    [(member_id, text)] = texts(messages).items()
    assert (member_id, text.template, text.urgency) == (LEADER, Template.NEEDED_NOW, Urgency.URGENT)
    assert text.expires_at == event.time + timedelta(hours=12)


def test_with_nobody_on_duty_the_coordinators_of_the_centre_are_alerted(contacts, messages):
    facts.keep_granted_role(granted(COORDINATOR, CENTRE), contacts)
    facts.keep_granted_role(granted(ADMINISTRATOR, None), contacts)

    ROWS["groups.board.alerted.v1"].tell(alert(), contacts, messages)

    assert set(texts(messages)) == {COORDINATOR}


@pytest.mark.parametrize("centre_id", [CENTRE, None])
def test_where_no_coordinator_is_the_network_is_alerted(contacts, messages, centre_id):
    facts.keep_granted_role(granted(ADMINISTRATOR, None), contacts)

    ROWS["groups.board.alerted.v1"].tell(alert(centre_id=centre_id), contacts, messages)

    assert set(texts(messages)) == {ADMINISTRATOR}


def test_an_alert_that_reaches_nobody_waits_for_somebody(contacts, messages):
    with pytest.raises(NotYet):
        ROWS["groups.board.alerted.v1"].tell(alert(), contacts, messages)


def test_who_acts_no_more_is_alerted_no_more(contacts, messages):
    facts.keep_granted_role(granted(COORDINATOR, CENTRE), contacts)
    facts.keep_granted_role(granted(ADMINISTRATOR, None), contacts)
    facts.keep_withdrawn_role(granted(COORDINATOR, CENTRE, sequence=3), contacts)

    ROWS["groups.board.alerted.v1"].tell(alert(), contacts, messages)

    assert set(texts(messages)) == {ADMINISTRATOR}


def test_a_role_of_somebody_unknown_waits_for_the_member(contacts):
    with pytest.raises(NotYet):
        facts.keep_granted_role(granted(derived_id("a stranger"), CENTRE), contacts)


def test_a_leader_is_prompted_to_reach_out_and_the_absent_one_is_not_written_to(contacts, messages):
    data = {"member_ids": [LEADER], "centre_id": CENTRE}

    ROWS["groups.absence.noticed.v1"].tell(
        examples.event("groups.absence.noticed.v1", data), contacts, messages
    )

    [(member_id, text)] = texts(messages).items()
    assert (member_id, text.template, text.urgency) == (LEADER, Template.REACH_OUT, Urgency.TIMELY)


@pytest.mark.parametrize(("cause", "told"), [("licence-lapsed", {COORDINATOR}), ("by-coordinator", set())])
def test_coordinators_hear_of_a_lapsed_licence_and_not_of_what_they_did(contacts, messages, cause, told):
    contacts.keep_role(COORDINATOR, CENTRE, 2, granted=True)
    contacts.keep_role(ADMINISTRATOR, NETWORK, 2, granted=True)
    data = {"centre_ids": [CENTRE], "cause": cause}

    ROWS["groups.group.suspended.v1"].tell(
        examples.event("groups.group.suspended.v1", data), contacts, messages
    )

    assert set(texts(messages)) == told


def test_a_promised_place_says_by_when_to_answer_and_lasts_no_longer(contacts, messages):
    answer_by = examples.STARTS_AT - timedelta(hours=3)
    data = {"member_id": LEADER, "starts_at": examples.STARTS_AT, "answer_by": answer_by}

    ROWS["groups.registration.promoted.v1"].tell(
        examples.event("groups.registration.promoted.v1", data), contacts, messages
    )

    text = texts(messages)[LEADER]
    assert (text.template, text.expires_at) == (Template.PLACE_PROMISED, answer_by)
    words = examples.writing().envelope(text, examples.SEALED[Channel.SMS]).body
    assert "Wed 24 Nov, 6:30 pm" in words
    assert "by Wed 24 Nov, 3:30 pm" in words


@pytest.mark.parametrize(
    ("tell", "template"),
    [
        (ROWS["groups.registration.released.v1"].tell, Template.PLACE_RELEASED),
        (ROWS["groups.registration.meeting-changed.v1"].tell, Template.MEETING_CHANGED),
    ],
)
def test_news_of_a_meeting_is_of_no_use_once_it_began(contacts, messages, tell, template):
    data = {"member_id": LEADER, "member_ids": [LEADER], "starts_at": examples.STARTS_AT}

    tell(examples.event("groups.registration.any.v1", data), contacts, messages)

    text = texts(messages)[LEADER]
    assert (text.template, text.expires_at) == (template, examples.STARTS_AT)


@pytest.mark.parametrize(
    ("kind", "ends"),
    [("meeting-cancelled", "starts_at"), ("meeting-changed", "starts_at"), ("promoted", "answer_by")],
)
@pytest.mark.parametrize(("hours", "urgency"), [(2, Urgency.URGENT), (5, Urgency.TIMELY)])
def test_news_that_helps_for_a_few_hours_only_passes_quiet_hours(
    contacts, messages, kind: str, ends: str, hours: int, urgency: Urgency
):
    soon = utc_now() + timedelta(hours=hours)
    data = {"member_id": LEADER, "member_ids": [LEADER], "starts_at": soon + timedelta(days=1), ends: soon}

    hear(f"groups.registration.{kind}.v1", data, contacts, messages)

    found = messages.claim(Channel.SMS, "twilio", examples.lease(), 10, utc_now() + timedelta(days=1))
    assert [each.urgency for each in found] == [urgency]
