"""Consent: what a yes and a no are worth, and what the notice says."""

from datetime import UTC, datetime, timedelta

import pytest

from alumni.adapters.notices import notice
from alumni.domain.consent import GENERAL, MOST_ACTS, NOTICE, TO_ONE_RECIPIENT, Act, Consent, Purpose
from alumni.domain.contact import Language
from alumni.domain.errors.consent import EraseInstead, TooManyChanges

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def yes(at: datetime = NOON, **known: object) -> Act:
    return Act(given=True, at=at, notice=NOTICE, language="en", **known)


def consent(purpose: Purpose = Purpose.MESSAGES, recipient: str | None = None) -> Consent:
    return Consent(id="1" * 32, member_id="a" * 32, purpose=purpose, recipient=recipient)


def test_the_notice_has_words_for_every_purpose_in_three_languages():
    words = notice()

    assert set(words) == set(Purpose) == {*GENERAL, *TO_ONE_RECIPIENT}
    for each in words.values():
        assert set(each) == set(Language)
        assert all(said.title.strip() and 20 < len(said.text) < 400 for said in each.values())


def test_the_same_yes_again_is_said_once():
    said = consent()

    for minutes in range(3):
        said.give(yes(NOON + timedelta(minutes=minutes)))

    assert (len(said.acts), len(said.events)) == (1, 1)


def test_a_yes_whose_time_is_over_can_be_said_again():
    said, until = consent(Purpose.TRANSFER, "b" * 32), NOON + timedelta(days=1)
    said.give(yes(expires_at=until))

    assert said.is_granted(until - timedelta(seconds=1))
    assert not said.is_granted(until)
    said.give(yes(until, expires_at=until + timedelta(days=1)))
    assert said.is_granted(until)


def test_a_no_is_said_once_though_nothing_was_said_before():
    said = consent()

    for _ in range(2):
        said.decline(NOON)
    assert ([each.given for each in said.acts], len(said.events)) == ([False], 1)

    said.give(yes())
    said.decline(NOON)
    assert [each.given for each in said.acts] == [False, True, False]
    with pytest.raises(EraseInstead):
        consent(Purpose.MEMBERSHIP).decline(NOON)


def test_membership_is_not_taken_back_but_erased():
    said = consent(Purpose.MEMBERSHIP)
    said.give(yes())

    with pytest.raises(EraseInstead):
        said.withdraw(NOON)


def test_who_changed_it_a_thousand_times_may_still_take_it_back():
    said = consent()
    for number in range(MOST_ACTS // 2):
        said.give(yes(NOON + timedelta(minutes=number)))
        said.withdraw(NOON + timedelta(minutes=number))

    with pytest.raises(TooManyChanges):
        said.give(yes(NOON + timedelta(days=9)))
    said.withdraw(NOON + timedelta(days=9))
    assert not said.stands


def test_no_says_nothing_where_there_was_no_yes():
    said = consent()

    said.withdraw(NOON)

    assert (said.acts, said.events) == ([], [])
