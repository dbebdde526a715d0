"""Handles: pseudonyms that give nothing away."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alumni.domain.errors import InvalidHandle
from alumni.domain.handle import Handle


def test_generated_handle_is_two_words_and_a_number_and_valid():
    for _ in range(200):
        handle = Handle.generate()

        assert re.fullmatch(r"[a-z]+-[a-z]+-[0-9]{3,4}", handle.spelling)
        assert Handle.parse(handle.spelling) == handle


@pytest.mark.parametrize(
    "spelling", ["abc", "River-7", "ਸ਼ਾਂਤ-ਨਦੀ", "शांत-नदी-12", "Été-9", "a" * 30, "x-123456"]
)
def test_handle_of_letters_digits_and_hyphens_is_accepted(spelling):
    assert Handle.parse(spelling).spelling


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        "ab",
        "a" * 31,
        "two words",
        "-river",
        "river-",
        "river_7",
        "river.7",
        "+919876543210",
        "98765-43210",
        "ਅ੯੮੭੬੫੪੩੨੧੦",
        "asha@example.org",
        "asha-at-example-dot-org",
        "asha-gmail-com",
        "Аня",  # Cyrillic letters pass for Latin ones.
        "river\u202e7",
        "river\u200d7",
        "river\x00",
        "abc\ud800",
        "\u0a3cabc",
    ],
)
def test_handle_that_breaks_a_rule_is_refused_with_a_sentence(spelling):
    with pytest.raises(InvalidHandle) as refusal:
        Handle.parse(spelling)

    assert refusal.value.detail.endswith(".")


def test_case_and_width_do_not_tell_two_handles_apart():
    keys = {Handle.parse(spelling).key for spelling in ("River-7", "RIVER-7", "ｒｉｖｅｒ-7")}

    assert keys == {"river-7"}


@given(st.text(max_size=40))
def test_any_text_is_a_handle_or_is_refused(text):
    try:
        handle = Handle.parse(text)
    except InvalidHandle:
        return
    assert Handle.parse(handle.spelling) == handle
    assert 3 <= len(handle.spelling) <= 30
    assert "@" not in handle.spelling
