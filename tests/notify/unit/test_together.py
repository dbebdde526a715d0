"""Facts of one batch are told together, and nobody sees less of the others for it."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from chassis.ids import derived_id
from notify.adapters.memory import InMemoryContacts, InMemoryMessages
from notify.adapters.together import Together
from tests.notify import examples

ASHA, BALJIT = derived_id("asha"), derived_id("baljit")


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

    def forget(self, member_ids):
        gone = [key for key, each in self._messages.items() if each.member_id in member_ids]
        for key in gone:
            del self._messages[key]
        return len(gone)


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
def stores(contacts, messages) -> Together:
    return Together(contacts, messages)


def record(member_id: Any) -> Any:
    return SimpleNamespace(value=json.dumps({"member_id": member_id}).encode())


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


def test_who_is_erased_while_a_batch_is_told_has_no_message_after_it(stores, contacts, messages, monkeypatch):
    monkeypatch.setattr(contacts, "gone", lambda member_ids: [ASHA] if ASHA in member_ids else [])
    with stores.batch([record(ASHA), record(BALJIT)]):
        stores.messages.add_once([examples.message(member_id=ASHA), examples.message(member_id=BALJIT)])

    assert {each.member_id for each in messages._messages.values()} == {BALJIT}


@pytest.mark.parametrize(
    "value", [None, b"", b'"member_id"', b'["member_id"]', b'{"member_id": 7}', b'{"member_id"']
)
def test_a_record_that_is_no_fact_does_not_hinder_the_others(stores, value):
    with stores.batch([SimpleNamespace(value=value), record(ASHA), record(BALJIT)]):
        assert ASHA in stores.contacts.of([ASHA])


def test_what_was_told_is_added_although_a_later_fact_of_the_batch_failed(stores, messages):
    def fail() -> None:
        with stores.batch([record(ASHA), record(BALJIT)]):
            stores.messages.add_once([examples.message(member_id=ASHA)])
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail()

    assert len(messages) == 1
