"""Every row of the table tells its fact once, to whom it concerns and to nobody else."""

import json
from pathlib import Path
from typing import Any

import pytest

from chassis.events import Event, NotYet
from chassis.ids import derived_id
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.domain.contacts import Channel
from notify.domain.message import Message, Template, Urgency
from notify.handlers import facts
from notify.handlers.table import ROWS
from tests.notify import examples

CENTRE = derived_id("a centre")
ONE, OTHER, COORDINATOR, ADMINISTRATOR = (derived_id(each) for each in ("one", "other", "coor", "admin"))
FIXTURES = Path(__file__).parents[3] / "contracts" / "fixtures"


@pytest.fixture
def contacts() -> InMemoryContacts:
    known = InMemoryContacts()
    for member_id in (ONE, OTHER, COORDINATOR, ADMINISTRATOR):
        known.keep(examples.contacts(member_id))
    for member_id, centre_id in ((COORDINATOR, CENTRE), (ADMINISTRATOR, None)):
        data = {"member_id": member_id, "centre_id": centre_id}
        event = examples.event("alumni.member.role-granted.v1", data, key=member_id, sequence=2)
        facts.keep_granted_role(event, known)
    return known


def told(kind: str, contacts: InMemoryContacts, **data: Any) -> dict[str | None, Message]:
    """Tell a fact twice, as Kafka may deliver it; give the texts by who gets them."""
    messages = InMemoryMessages()
    event: Event = examples.event(kind, ROWS[kind].schema().load(data))
    for _ in range(2):
        ROWS[kind].tell(event, contacts, messages)
    due = messages.claim(Channel.SMS, "twilio", examples.lease(), 100, ROWS[kind].until(event))
    texts = {message.member_id: message for message in due}
    assert len(texts) == len(due)
    return texts


@pytest.mark.parametrize(
    ("kind", "data", "who"),
    [
        ("alumni.pair.proposed.v1", {"member_ids": [ONE, OTHER]}, {ONE, OTHER}),
        ("alumni.pair.agreed.v1", {"mentor_id": ONE, "mentee_id": OTHER}, {ONE, OTHER}),
        ("alumni.pair.ended.v1", {"told_id": OTHER}, {OTHER}),
        ("alumni.pair.ended.v1", {"told_id": None}, set()),
        ("alumni.milestone.reached.v1", {"member_id": ONE}, {ONE}),
        ("alumni.story.reviewed.v1", {"author_id": ONE}, {ONE}),
        ("alumni.centre.approved.v1", {"applicant_id": ONE}, {ONE}),
        ("alumni.centre.suspended.v1", {"centre_id": CENTRE}, {COORDINATOR}),
        ("alumni.reach.asked.v1", {"centre_id": CENTRE}, {COORDINATOR}),
        ("alumni.reach.asked.v1", {"centre_id": None}, {ADMINISTRATOR}),
        ("alumni.reach.overdue.v1", {"centre_id": CENTRE}, {ADMINISTRATOR}),
        ("alumni.check-in.missed.v1", {"member_ids": [ONE], "centre_id": CENTRE}, {ONE}),
        ("alumni.check-in.missed.v1", {"member_ids": [], "centre_id": CENTRE}, {COORDINATOR}),
    ],
)
def test_a_fact_is_told_to_whom_it_concerns(kind: str, data: dict, who: set, contacts: InMemoryContacts):
    assert told(kind, contacts, **data).keys() == who


def test_who_is_needed_now_hears_of_it_before_all_others(contacts: InMemoryContacts):
    texts = told("alumni.check-in.help-wanted.v1", contacts, member_ids=[ONE], centre_id=CENTRE)

    assert (texts[ONE].template, texts[ONE].urgency) == (Template.NEEDED_NOW, Urgency.URGENT)


def test_the_days_that_papers_have_left_are_said(contacts: InMemoryContacts):
    texts = told("alumni.centre.licence-expiring.v1", contacts, centre_id=CENTRE, days_left=30)

    written = examples.writing().envelope(texts[COORDINATOR], examples.SEALED[Channel.SMS])
    assert "30 days" in written.body


def test_a_stranger_is_told_once_they_are_known(contacts: InMemoryContacts):
    with pytest.raises(NotYet):
        told("alumni.export.ready.v1", contacts, member_id=derived_id("a stranger"))


@pytest.mark.parametrize("kind", ROWS)
def test_what_alumni_publishes_is_what_is_read(kind: str):
    fixtures = json.loads((FIXTURES / f"{kind}.json").read_text(encoding="utf-8"))

    for data in fixtures:
        ROWS[kind].schema().load(data)
        assert set(ROWS[kind].params) <= data.keys()
