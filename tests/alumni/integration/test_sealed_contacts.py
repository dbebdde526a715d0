"""notify fetches each sealed contact once, where no gateway leads."""

import pytest

from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.keys import EMAIL, PHONE, unseal


def test_notify_fetches_the_contacts_of_a_member_sealed(person: Person):
    member_id = person.sign_in(phone=PHONE)["member"]["id"]
    person.access_token = None

    answer = person.http.get(f"/sealed-contacts/members/{member_id}")

    assert answer.status_code == 200
    [contact] = answer.json["contacts"]
    assert (contact["channel"], unseal(contact["sealed"])) == ("sms", PHONE)


def test_notify_fetches_the_contact_that_a_code_goes_to(person: Person):
    attempt_id, _ = person.request_code(email=EMAIL)

    answer = person.http.get(f"/sealed-contacts/attempts/{attempt_id}")

    assert answer.status_code == 200
    assert (answer.json["channel"], unseal(answer.json["sealed"])) == ("email", EMAIL)


@pytest.mark.parametrize("kind", ["members", "attempts"])
def test_of_nobody_there_is_no_contact(person: Person, kind: str):
    answer = person.http.get(f"/sealed-contacts/{kind}/{new_id()}")

    assert (answer.status_code, answer.json["code"]) == (404, "sealed-contact-unknown")
