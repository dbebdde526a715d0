"""Links that open what a member chose: ours only, for a time, and without a contact."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.clock import utc_now
from notify.adapters.links import GOOD_FOR, Link, SignedLinks
from notify.domain.errors import LinkUnknown
from notify.domain.preferences import ALWAYS, Purpose
from tests.notify import examples

LINKS = SignedLinks(bytes(range(32)), "https://hamrah.example.org")
AT = utc_now()
LEAVING = sorted(set(Purpose) - ALWAYS)


def token_of(link: str | None) -> str:
    assert link is not None
    return link.rpartition("/")[2]


@pytest.mark.parametrize("purpose", LEAVING)
def test_a_link_says_whose_choices_it_opens_and_what_it_leaves(purpose):
    link = LINKS.unsubscribe_link(examples.MEMBER, purpose, AT)

    assert LINKS.open(token_of(link), AT + GOOD_FOR) == Link(examples.MEMBER, purpose)


@pytest.mark.parametrize("purpose", sorted(ALWAYS))
def test_what_is_always_sent_cannot_be_left(purpose):
    assert LINKS.unsubscribe_link(examples.MEMBER, purpose, AT) is None


def test_the_same_message_carries_the_same_link_all_day():
    first = LINKS.preferences_link(examples.MEMBER, AT)

    assert LINKS.preferences_link(examples.MEMBER, AT) == first
    assert first.startswith("https://hamrah.example.org/preferences/")


def test_a_link_ends():
    link = LINKS.preferences_link(examples.MEMBER, AT)

    with pytest.raises(LinkUnknown):
        LINKS.open(token_of(link), AT + GOOD_FOR + timedelta(days=1))


def test_another_key_opens_nothing():
    link = SignedLinks(bytes(32), "").preferences_link(examples.MEMBER, AT)

    with pytest.raises(LinkUnknown):
        LINKS.open(token_of(link), AT)


@given(place=st.integers(0, 45), letter=st.sampled_from("AZaz09-_"))
def test_a_token_with_any_letter_changed_opens_nothing(place, letter):
    token = token_of(LINKS.preferences_link(examples.MEMBER, AT))
    forged = token[:place] + letter + token[place + 1 :]

    if forged != token:
        with pytest.raises(LinkUnknown):
            LINKS.open(forged, AT)


@given(st.text(max_size=80))
def test_whatever_is_no_token_opens_nothing(text):
    with pytest.raises(LinkUnknown):
        LINKS.open(text, AT)
