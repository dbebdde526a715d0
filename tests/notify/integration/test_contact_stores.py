"""Contacts in the stores in memory and in MongoDB: what is newest stands, whatever comes late."""

import pytest

from chassis.ids import new_id
from notify.domain.contacts import Channel, Language
from tests.notify import examples


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
