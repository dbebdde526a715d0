"""What a text says about somebody's day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.domain.answer import Said, read_answer


@pytest.mark.parametrize(
    ("text", "sober", "craving"),
    [
        ("1", True, None),
        ("2", False, None),
        (" 1 3 ", True, 3),
        ("Y 3", True, 3),
        ("2,8", False, 8),
        ("Yes.", True, None),
        ("no 10", False, 10),
        ("੧ ੩", True, 3),
        ("२ ८", False, 8),
        ("ਹਾਂ ੧੦", True, 10),
        ("नहीं", False, None),
    ],
)
def test_an_answer_is_read_in_every_script(text, sober, craving):
    assert read_answer(text) == Said(sober=sober, craving=craving)


@pytest.mark.parametrize("text", ["", "3", "1 11", "1 2 3", "hello", "1 x", "STOP", "1" * 65, "1 -3x", "²"])
def test_anything_else_is_no_answer(text):
    assert read_answer(text) is None


@given(st.text(max_size=80))
def test_whatever_is_sent_is_read_or_left(text):
    said = read_answer(text)

    assert said is None or said.craving is None or 0 <= said.craving <= 10


@pytest.mark.parametrize(("text", "needs"), [("1", False), ("1 7", False), ("1 8", True), ("2", True)])
def test_help_comes_first_from_eight_on_or_where_somebody_is_not_sober(text, needs):
    said = read_answer(text)

    assert said is not None
    assert said.needs_help is needs
