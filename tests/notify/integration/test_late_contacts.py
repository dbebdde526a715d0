"""A contact and the facts after it come by different topics: whichever is heard first, all is told once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chassis.clock import utc_now
from chassis.events import Event, NotYet
from chassis.ids import new_id
from notify.adapters.memory import (
    InMemoryContacts,
    InMemoryGlasses,
    InMemoryPersonalData,
    InMemorySealedContacts,
)
from notify.domain.contacts import Channel, Contacts, Language
from notify.domain.message import Change, Message, State, Template
from notify.entrypoints.consumer import readers
from notify.handlers.table import ROWS
from notify.ports import MemberContacts
from tests.notify import examples

T0 = utc_now()
STARTS_AT = T0 + timedelta(days=2)
MOMENT = timedelta(milliseconds=30)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
BOTH = [Channel.EMAIL, Channel.SMS]
ROUNDS = 150

Told = list[tuple[Template, Channel]]


def joined(member_id: str) -> Event:
    data = {
        "member_id": member_id,
        "language": Language.PUNJABI,
        "time_zone": "Asia/Kolkata",
        "sealed": {Channel.SMS: examples.SEALED[Channel.SMS]},
    }
    return examples.event("alumni.member.joined.v2", data, key=member_id, time=T0 - MOMENT)


def email_added(member_id: str, *, sequence: int = 2, at: datetime = T0, sealed: str = "sealed") -> Event:
    contacts = {Channel.SMS: examples.SEALED[Channel.SMS], Channel.EMAIL: sealed}
    data = {"member_id": member_id, "channel": Channel.EMAIL, "sealed": contacts}
    kind = "alumni.member.contact-added.v2"
    return examples.event(kind, data, key=member_id, sequence=sequence, time=at)


def place(member_id: str, kind: str = "confirmed", *, at: datetime = T0 + MOMENT, **more: object) -> Event:
    data = {"member_id": member_id, "starts_at": STARTS_AT, **more}
    return examples.event(f"groups.registration.{kind}.v1", data, key=new_id(), time=at)


def meeting_cancelled(member_ids: list[str], *, at: datetime = T0 + MOMENT) -> Event:
    data = {"starts_at": STARTS_AT, "member_ids": member_ids}
    return examples.event("groups.registration.meeting-cancelled.v1", data, key=new_id(), time=at)


def hear(stores, *events: Event) -> None:
    """Hear facts, each at the moment when alumni holds the contacts that the test put beside it."""
    for event in events:
        sealed = InMemorySealedContacts()
        sealed.members[event.key] = event.data.get("sealed", {})
        personal = InMemoryPersonalData(InMemoryContacts())
        readers(stores.contacts, stores.messages, sealed, personal, InMemoryGlasses())[event.type][1](event)


def messages_to(stores, member_id: str) -> Sequence[Message]:
    return stores.messages.about_facts_since(member_id, BEGINNING)


def told(stores, member_id: str) -> Told:
    return sorted((each.template, each.channel) for each in messages_to(stores, member_id))


def channels(stores, member_id: str) -> list[Channel]:
    return [channel for _, channel in told(stores, member_id)]


@pytest.fixture
def member_id(stores) -> str:
    """A member who can be reached by text only, and has added an e-mail address that nobody heard of."""
    hear(stores, joined(found := new_id()))
    return found


@pytest.mark.parametrize("after", [timedelta(0), MOMENT])
def test_a_place_heard_of_before_the_contact_it_came_after_is_told_over_it_too(stores, member_id, after):
    hear(stores, place(member_id, at=T0 + after), email_added(member_id))

    assert channels(stores, member_id) == BOTH


def test_what_is_told_late_says_the_same_and_has_a_fate_of_its_own(stores, member_id):
    fact = place(member_id, "queued", position=4)
    hear(stores, fact)
    [text] = messages_to(stores, member_id)
    for state in (State.SENT, State.DELIVERED):
        stores.messages.apply([Change(message_id=text.id, channel=text.channel, to=state, at=utc_now())])
    hear(stores, email_added(member_id))

    [email] = [each for each in messages_to(stores, member_id) if each.channel == Channel.EMAIL]
    same = {"id": email.id, "channel": Channel.EMAIL, "created_at": email.created_at, "due_at": email.due_at}
    assert email == replace(text, **same)
    assert email.due_at <= utc_now()
    assert (email.fact_id, email.fact_at) == (fact.id, fact.time)


def test_what_is_told_late_is_in_the_language_the_member_chose_before(stores, member_id):
    chosen = {"member_id": member_id, "language": Language.HINDI, "time_zone": "Europe/London"}
    preferences = examples.event("alumni.member.preferences-changed.v1", chosen, key=member_id, sequence=2)
    hear(stores, place(member_id), preferences, email_added(member_id, sequence=3))

    [email] = [each for each in messages_to(stores, member_id) if each.channel == Channel.EMAIL]
    assert (email.language, email.params["time_zone"]) == (Language.HINDI, "Europe/London")


def test_a_place_from_before_the_contact_is_not_told_over_it_afterwards(stores, member_id):
    hear(stores, place(member_id, at=T0 - timedelta(milliseconds=1)), email_added(member_id))

    assert channels(stores, member_id) == [Channel.SMS]


def test_what_has_expired_is_not_told_over_a_new_contact(stores, member_id):
    over = utc_now() - timedelta(seconds=1)
    hear(stores, place(member_id, at=over, starts_at=over), email_added(member_id, at=over))

    assert channels(stores, member_id) == [Channel.SMS]


def test_nothing_of_another_member_is_told_over_a_contact(stores, member_id):
    hear(stores, joined(other := new_id()), place(other), email_added(member_id))

    assert channels(stores, member_id) == []
    assert channels(stores, other) == [Channel.SMS]


def test_a_sign_in_code_is_not_told_over_a_new_contact(stores, member_id):
    code = examples.code_message(member_id=member_id)
    stores.messages.add_once([code])
    hear(stores, email_added(member_id, at=BEGINNING))

    assert messages_to(stores, member_id) == []
    assert stores.messages.backlog(Channel, utc_now())[Channel.EMAIL] == 0


def test_a_contact_in_place_of_another_brings_nothing_again(stores, member_id):
    hear(stores, email_added(member_id), place(member_id, at=T0 + 2 * MOMENT))
    hear(stores, email_added(member_id, sequence=3, at=T0 + MOMENT, sealed="another"))

    assert channels(stores, member_id) == BOTH


def test_a_contact_older_than_what_is_known_brings_nothing(stores, member_id):
    known = examples.contacts(member_id, sequence=5, sealed={Channel.SMS: "newer"})
    stores.contacts.keep(known)
    hear(stores, place(member_id), email_added(member_id, sequence=4))

    assert channels(stores, member_id) == [Channel.SMS]
    assert stores.contacts.of([member_id]) == {member_id: known}


def test_a_contact_that_was_kept_before_a_crash_brings_what_came_after_when_it_comes_again(stores, member_id):
    added = email_added(member_id)
    hear(stores, place(member_id))
    stores.contacts.keep_contact(member_id, Channel.EMAIL, "sealed", added.sequence)
    hear(stores, added, added)

    assert channels(stores, member_id) == BOTH


def test_a_contact_that_is_fetched_before_its_own_fact_is_told_over_once(stores):
    member, added = new_id(), email_added(new_id())
    early, added = joined(member), replace(added, key=member, data={**added.data, "member_id": member})
    hear(stores, replace(early, data={**early.data, "sealed": added.data["sealed"]}), place(member), added)

    assert channels(stores, member) == BOTH


@pytest.mark.parametrize("fact", [joined, email_added])
def test_nothing_is_kept_of_a_member_who_is_gone_when_the_contacts_are_fetched(stores, fact):
    gone = fact(member := new_id())
    hear(stores, replace(gone, data={**gone.data, "sealed": {}}))

    assert stores.contacts.of([member]) == {}


@dataclass
class InterruptedContacts:
    """Contacts of which somebody else changes some right after the first reading."""

    contacts: MemberContacts
    meanwhile: Callable[[], None] | None

    def of(self, member_ids: Collection[str]) -> Mapping[str, Contacts]:
        found = self.contacts.of(member_ids)
        if self.meanwhile:
            self.meanwhile()
            self.meanwhile = None
        return found


def test_a_contact_added_while_a_place_is_being_told_is_seen_by_the_second_reading(stores, member_id):
    interrupted = InterruptedContacts(stores.contacts, lambda: hear(stores, email_added(member_id)))
    ROWS["groups.registration.confirmed.v1"].tell(place(member_id), interrupted, stores.messages)

    assert channels(stores, member_id) == BOTH


def test_a_place_and_the_contact_before_it_told_at_once_by_two_threads_are_both_told(mongo_stores):
    together = Barrier(2)

    def hear_together(event: Event) -> None:
        together.wait(30)
        hear(mongo_stores, event)

    with ThreadPoolExecutor(2) as at_once:
        for _ in range(ROUNDS):
            hear(mongo_stores, joined(member := new_id()))
            list(at_once.map(hear_together, (place(member), email_added(member))))
            assert channels(mongo_stores, member) == BOTH


def test_whoever_adds_a_contact_while_a_meeting_is_cancelled_for_many_is_told_over_it_too(mongo_stores):
    for _ in range(ROUNDS // 10):
        members = [new_id() for _ in range(40)]
        hear(mongo_stores, *map(joined, members))
        cancelled = meeting_cancelled(members)
        with ThreadPoolExecutor(2) as at_once:
            told_all = at_once.submit(hear, mongo_stores, cancelled)
            hear(mongo_stores, *map(email_added, members))
            told_all.result()

        assert [channels(mongo_stores, member) for member in members] == [BOTH] * len(members)


LATER = st.integers(0, 40).map(lambda number: timedelta(milliseconds=number))
# Each step takes one key so far back, as a consumer that starts again does, and hears its next event.
STEPS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=14)


@given(later=st.tuples(LATER, LATER, LATER), steps=STEPS)
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_heard_first_and_however_often_the_same_is_told_once(stores, later, steps):
    member = new_id()
    keys = [
        [joined(member), email_added(member)],
        [place(member, at=T0 + later[0]), meeting_cancelled([member], at=T0 + later[1])],
        [place(member, "queued", at=T0 + later[2], position=1)],
    ]
    heard = [0 for _ in keys]
    rest = [(key, 0) for key, events in enumerate(keys) for _ in events]
    for key, back in [*steps, *rest]:
        heard[key] = max(0, heard[key] - back)
        if heard[key] < len(keys[key]):
            with suppress(NotYet):
                hear(stores, keys[key][heard[key]])
                heard[key] += 1

    templates = (Template.MEETING_CANCELLED, Template.PLACE_CONFIRMED, Template.PLACE_QUEUED)
    assert told(stores, member) == [(template, channel) for template in templates for channel in BOTH]
