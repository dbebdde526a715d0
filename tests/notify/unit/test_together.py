"""Facts of one batch are told together, and nobody sees less of the others for it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest

from chassis.events import Event, NotYet
from chassis.ids import derived_id
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.adapters.memory_seats import InMemorySeats
from notify.adapters.together import Together
from notify.domain.seat import Seat
from notify.handlers import reminders
from notify.handlers.reminders import seat_id
from tests.notify import examples

ASHA, BALJIT = derived_id("asha"), derived_id("baljit")
OCCURRENCE = derived_id("an occurrence")
NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


class Contacts(InMemoryContacts):
    """Counts how often it is read."""

    readings = 0

    def of(self, member_ids):
        self.readings += 1
        return super().of(member_ids)


class Messages(InMemoryMessages):
    """Counts how often something is added."""

    addings = 0

    def add_once(self, messages):
        self.addings += 1
        return super().add_once(messages)


class Seats(InMemorySeats):
    """Counts how often it is read and written."""

    readings = savings = 0

    def of(self, seat_ids):
        self.readings += 1
        return super().of(seat_ids)

    def save(self, seats):
        self.savings += 1
        return super().save(seats)


@pytest.fixture
def contacts() -> Contacts:
    known = Contacts()
    for member_id in (ASHA, BALJIT):
        known.keep(examples.contacts(member_id))
    return known


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def seats() -> Seats:
    return Seats()


@pytest.fixture
def looked_for() -> list[set[str]]:
    return []


@pytest.fixture
def stores(contacts, messages, seats, looked_for) -> Together:
    return Together(contacts, messages, seats, looked_for.append)


def record(member_id: Any, **more: Any) -> Any:
    return SimpleNamespace(value=json.dumps({"member_id": member_id, **more}).encode())


def taking(member_id: str, sequence: int = 1) -> Event:
    data = {
        "member_id": member_id,
        "occurrence_id": OCCURRENCE,
        "registration_id": derived_id("registration", member_id),
        "starts_at": NOW + timedelta(days=3),
    }
    return examples.event("groups.registration.confirmed.v1", data, sequence=sequence, time=NOW)


def taken(seats: InMemorySeats, member_id: str) -> Seat | None:
    return InMemorySeats.of(seats, [seat_id(OCCURRENCE, member_id)]).get(seat_id(OCCURRENCE, member_id))


def test_a_batch_reads_contacts_once_and_adds_messages_once(stores, contacts, messages):
    first, second = examples.message(member_id=ASHA), examples.message(member_id=BALJIT)
    with stores.batch([record(ASHA), record(BALJIT)]):
        for each in (first, second):
            assert each.member_id in stores.contacts.of([each.member_id])
            stores.messages.add_once([each])
        assert len(messages) == 0

    assert (contacts.readings, messages.addings, len(messages)) == (1, 1, 2)


def test_outside_of_a_batch_everything_is_done_at_once(stores, messages):
    stores.messages.add_once([examples.message()])

    assert len(messages) == 1


def test_what_changes_a_contact_is_seen_by_the_next_fact_of_the_batch(stores):
    with stores.batch([record(ASHA), record(BALJIT)]):
        stores.contacts.keep(replace(examples.contacts(ASHA), time_zone="UTC", sequence=2))

        assert stores.contacts.of([ASHA])[ASHA].time_zone == "UTC"


def test_who_looks_for_a_message_in_the_batch_finds_what_was_told_before(stores):
    told = examples.message(member_id=ASHA)
    with stores.batch([record(ASHA), record(BALJIT)]):
        stores.messages.add_once([told])

        assert stores.messages.find(told.id) == told


def test_seats_of_a_batch_are_read_once_and_saved_once(stores, seats):
    with stores.batch([record(each, occurrence_id=OCCURRENCE) for each in (ASHA, BALJIT)]):
        for each in (ASHA, BALJIT):
            reminders.keep_seat(taking(each), stores.seats, stores.contacts)
        assert taken(seats, ASHA) is None

    assert (seats.readings, seats.savings) == (1, 1)
    assert taken(seats, ASHA)
    assert taken(seats, BALJIT)


def test_the_next_fact_of_the_batch_sees_the_seat_as_it_is_now(stores, seats):
    with stores.batch([record(each, occurrence_id=OCCURRENCE) for each in (ASHA, BALJIT)]):
        reminders.keep_seat(taking(ASHA), stores.seats, stores.contacts)
        reminders.give_up_seat(taking(ASHA, 2), stores.seats)

    assert not taken(seats, ASHA).held


def test_a_batch_whose_seat_was_changed_meanwhile_is_told_again(stores, contacts, seats):
    """One by one, the fact then finds what became of the seat."""

    def tell() -> None:
        with stores.batch([record(each, occurrence_id=OCCURRENCE) for each in (ASHA, BALJIT)]):
            reminders.keep_seat(taking(ASHA), stores.seats, stores.contacts)
            reminders.give_up_seat(taking(ASHA, 2), seats)  # by somebody else

    with pytest.raises(NotYet):
        tell()
    reminders.keep_seat(taking(ASHA), stores.seats, stores.contacts)

    assert not taken(seats, ASHA).held


def test_who_may_be_gone_is_looked_for_after_everything_was_kept(stores, looked_for):
    with stores.batch([record(each, occurrence_id=OCCURRENCE) for each in (ASHA, BALJIT)]):
        stores.messages.add_once([examples.message(member_id=ASHA)])
        reminders.keep_seat(taking(BALJIT), stores.seats, stores.contacts)
        assert looked_for == []
    reminders.keep_seat(taking(ASHA), stores.seats, stores.contacts)

    assert looked_for == [{ASHA, BALJIT}, {ASHA}]


@pytest.mark.parametrize(
    "value", [None, b"", b'"member_id"', b'["member_id"]', b'{"member_id": 7}', b'{"member_id"']
)
def test_a_record_that_is_no_fact_does_not_hinder_the_others(stores, value):
    with stores.batch([SimpleNamespace(value=value), record(ASHA), record(BALJIT)]):
        assert ASHA in stores.contacts.of([ASHA])


def test_what_could_not_be_added_amid_a_batch_is_added_at_its_end(stores, messages, monkeypatch):
    """Only the fact at which the engine was away is taken again; those before it count as done."""
    told = examples.message(member_id=ASHA)
    with stores.batch([record(ASHA), record(BALJIT)]):
        stores.messages.add_once([told])
        with monkeypatch.context() as away:
            away.setattr(messages, "add_once", Mock(side_effect=ConnectionError))
            with pytest.raises(ConnectionError):
                stores.messages.find(told.id)

    assert len(messages) == 1


def test_what_was_told_is_added_although_a_later_fact_of_the_batch_failed(stores, messages):
    def fail() -> None:
        with stores.batch([record(ASHA), record(BALJIT)]):
            stores.messages.add_once([examples.message(member_id=ASHA)])
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail()

    assert len(messages) == 1
