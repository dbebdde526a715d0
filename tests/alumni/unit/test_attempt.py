"""A code: ten minutes, five tries, one use."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alumni.domain.attempt import CODE_LIFE, TRIES, SignInAttempt, draw_code
from alumni.domain.contact import Language
from alumni.domain.errors import CodeExpired, CodeWrong
from tests.alumni.keys import phone
from tests.alumni.worlds import NOON


def opened(member_id=None):
    return SignInAttempt.open(
        "a" * 32,
        phone(),
        code_mac="right",
        sealed_code="sealed",
        language=Language.PUNJABI,
        member_id=member_id,
        at=NOON,
    )


def test_code_has_six_digits():
    codes = {draw_code() for _ in range(500)}

    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 490


def test_open_attempt_asks_for_its_code_to_be_sent_sealed():
    attempt = opened()

    assert attempt.events[0].sealed_code == "sealed"
    assert attempt.contact.sealed not in str(attempt.events)
    assert attempt.events[0].language == "pa"
    assert attempt.events[0].expires_at == NOON + timedelta(minutes=10)


def test_attempt_of_one_purpose_serves_no_other():
    with pytest.raises(CodeExpired):
        opened().try_code("right", member_id="b" * 32, at=NOON)
    with pytest.raises(CodeExpired):
        opened(member_id="b" * 32).try_code("right", member_id=None, at=NOON)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 700)), max_size=12))
def test_code_is_right_once_within_five_tries_and_ten_minutes(tries):
    """Whatever is tried when: at most five are heard, none after the right one or the tenth minute."""
    attempt, at, heard, used = opened(), NOON, 0, False
    for right, seconds in tries:
        at += timedelta(seconds=seconds)
        is_open = not used and heard < TRIES and at < NOON + CODE_LIFE
        if not is_open:
            with pytest.raises(CodeExpired):
                attempt.try_code("right" if right else "wrong", member_id=None, at=at)
        elif right:
            attempt.try_code("right", member_id=None, at=at)
            used = True
        else:
            heard += 1
            with pytest.raises(CodeWrong) as refusal:
                attempt.try_code("wrong", member_id=None, at=at)
            assert refusal.value.members == {"tries_left": TRIES - heard}
