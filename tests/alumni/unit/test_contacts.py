"""Contacts: one spelling for what people write in many, sealed at once."""

import pytest
from marshmallow import ValidationError

from alumni.domain.contact import Channel
from alumni.entrypoints.contacts import normalise_email, normalise_phone
from tests.alumni.keys import EDGE, EMAIL, HASHES, PHONE, email, phone, unseal


@pytest.mark.parametrize(
    "text", ["+91 98765 43210", "98765 43210", "09876543210", "0091-98765-43210", "੯੮੭੬੫੪੩੨੧੦"]
)
def test_phone_number_is_written_as_e164(text):
    assert normalise_phone(text) == PHONE


@pytest.mark.parametrize(
    "text",
    ["", "112", "12345", "+919876", "+9998765432109876", "phone", "98765\x0043210a", "\ud800", "+" * 32],
)
def test_what_is_no_phone_number_is_refused_without_repeating_it(text):
    with pytest.raises(ValidationError, match=r"^Not a (valid )?phone number\.$"):
        normalise_phone(text)


@pytest.mark.parametrize(
    "text", ["+1 900 234 5678", "+44 909 879 0000", "1800 111 555", "0172 270 0000", "+882 16 1234 5678"]
)
def test_number_that_takes_no_texts_or_earns_money_by_them_is_refused(text):
    with pytest.raises(ValidationError, match=r"^Not a mobile number\.$"):
        normalise_phone(text)


@pytest.mark.parametrize("text", ["asha@example.org", "asha@EXAMPLE.org"])
def test_email_address_is_normalised(text):
    assert normalise_email(text) == EMAIL


@pytest.mark.parametrize(
    "text",
    [
        "",
        "asha",
        "asha@",
        "@example.org",
        "asha@localhost",
        "ਆਸ਼ਾ@example.org",
        "a b@example.org",
        "\ud800@x.org",
    ],
)
def test_what_is_no_email_address_is_refused(text):
    with pytest.raises(ValidationError, match="Not a valid e-mail address"):
        normalise_email(text)


def test_only_notify_opens_a_sealed_contact_and_two_seals_differ():
    first, second = phone(), phone()

    assert unseal(first.sealed) == PHONE
    assert first.sealed != second.sealed
    assert first.index == second.index


def test_blind_index_ignores_case_and_tells_channels_and_purposes_apart():
    assert email("Asha@example.org").index == email().index
    assert HASHES.of_contact(Channel.SMS, EMAIL) != HASHES.of_contact(Channel.EMAIL, EMAIL)
    assert HASHES.of_address(PHONE) != HASHES.of_contact(Channel.SMS, PHONE)
    assert HASHES.of_code("a" * 32, "123456") != HASHES.of_code("b" * 32, "123456")


def test_an_ipv6_client_counts_once_for_its_network_and_a_mapped_one_as_ipv4():
    assert EDGE.address("2001:db8::1") == EDGE.address("2001:db8::ffff:2")
    assert EDGE.address("2001:db8::1") != EDGE.address("2001:db8:0:1::1")
    assert EDGE.address("::ffff:192.0.2.1") == EDGE.address("192.0.2.1")
    assert EDGE.address("nonsense") == EDGE.address("")
