"""How many segments a text takes on the air."""

import pytest

from notify.domain.discretion import indiscreet_words
from notify.domain.segments import segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ਥ" * 70, 1),
        ("ਥ" * 71, 2),
        ("ਥ" * 134, 2),
        ("ਥ" * 135, 3),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_a_text_takes_as_many_segments_as_the_standard_says(text, expected):
    assert segments(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Recovery", "NA", "the Centre", "groups", "ਨਸ਼ਾ", "ਨਸ਼ੇ", "ਗਰੁੱਪ", "नशे", "केंद्र", "शराब", "de-addiction"],
)
def test_a_telling_word_is_found_whatever_its_form(text):
    assert indiscreet_words(text)


@pytest.mark.parametrize("text", ["Name", "National", "Your place is confirmed", "ਗ਼ਲਤ", "ग़लत", "नमस्ते"])
def test_an_ordinary_word_is_let_through(text):
    assert indiscreet_words(text) == []
