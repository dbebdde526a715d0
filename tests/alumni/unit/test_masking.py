"""Masking: numbers, addresses, names and places leave a text, and nothing else does."""

import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alumni.adapters.masking import masking_with, read_lexicon
from alumni.domain.errors.story import MaskLasts, MaskUnknown
from alumni.domain.masking import MaskKind, Reason, ascii_digits
from alumni.domain.passage import Passage

MASKING = masking_with(read_lexicon().with_centres(["Nava Jeevan Kendra"]))
# Texts out of what makes masks, and what could hide it.
PIECES = st.sampled_from(
    [
        *(
            "98765",
            "43210",
            "1",
            "22",
            "੯੮੭੬",
            "१२३",
            "+91",
            "-",
            " ",
            ".",
            "/",
            "(",
            ")",
            "\n",
            ",",
            "[",
            "]",
        ),
        *(
            "@",
            "asha",
            "example.org",
            "www.",
            "https://",
            "x.com",
            "Gurpreet",
            "Singh",
            "Happy",
            "Dr.",
            "brother",
        ),
        *(
            "ਗੁਰਪ੍ਰੀਤ",
            "डॉ.",
            "श्री",
            "Ludhiana",
            "Tarn Taran",
            "12 March",
            "[name]",
            "name",
            "house no ",
            "one two ",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))


def masked(text: str) -> str:
    return Passage.written(text, MASKING).masked


@given(TEXTS)
def test_no_number_of_four_digits_and_no_address_is_left(text: str):
    left = ascii_digits(masked(text))

    assert not re.search(r"\d{4,}", left)
    assert not re.search(r"[^\s@<>(),:;]@\w", left)
    assert not re.search(r"https?://\w", left)


@given(TEXTS)
def test_masking_a_masked_text_changes_nothing(text: str):
    once = masked(text)

    assert masked(once) == once


@given(TEXTS)
def test_masks_are_in_order_and_share_no_letter(text: str):
    masks = Passage.written(text, MASKING).masks

    assert all(a.stop <= b.start for a, b in pairwise(masks))
    assert all(0 <= each.start < each.stop <= len(text) for each in masks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My brother Gurpreet called.", "My brother [name] called."),
        ("my mentor Zorawar sat with me", "my mentor [name] sat with me"),
        ("Dr. Xylo Gill in Ludhiana helped", "Dr. [name] in [place] helped"),
        ("gurpreet singh sidhu from tarn taran", "[name] from [place]"),
        ("I have Hope. Hope is enough. Happy days came.", "I have [name]. Hope is enough. Happy days came."),
        ("ਮੇਰਾ ਭਰਾ ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ ਲੁਧਿਆਣਾ ਵਿੱਚ ਸੀ", "ਮੇਰਾ ਭਰਾ [name] [place] ਵਿੱਚ ਸੀ"),
        ("ਡਾ. ਮਨਰਾਜ ਨੇ ਆਸ਼ਾ ਦਿੱਤੀ", "ਡਾ. [name] ਨੇ ਆਸ਼ਾ ਦਿੱਤੀ"),
        ("श्री विनोद ने कहा, दिल्ली चलो", "श्री [name] ने कहा, [place] चलो"),
        ("I was at Nava Jeevan Kendra for 90 days", "I was at [place] for 90 days"),
        ("Ring ९८७६५ ४३२१० or @hamrah_x", "Ring [number] or [address]"),
        ("born on 12 March 1990, PIN 141001", "born on [number], PIN [number]"),
        ("nine eight seven six five four", "[number]"),
        ("House no. 12, one day at a time", "[number], one day at a time"),
        ("see www.example.org/me or me.in.", "see [address] or [address]."),
    ],
)
def test_what_tells_of_somebody_is_masked(text: str, expected: str):
    text = unicodedata.normalize("NFC", text)

    assert masked(text) == unicodedata.normalize("NFC", expected)


def test_lists_cover_three_scripts_and_hundreds_of_names():
    lexicon = read_lexicon()

    assert len(lexicon.names) > 500
    assert len(lexicon.places) > 250


def test_author_masks_more_and_contests_only_what_is_no_number():
    passage = Passage.written("Hope and Gurpreet, 98765", MASKING).mask_more([(0, 4, MaskKind.NAME)])

    assert passage.masked == "[name] and [name], [number]"
    assert passage.masks[0].reason is Reason.BY_HAND
    contested = passage.contest(1)
    assert contested.masked == passage.masked
    assert contested.lift(1, True).masked == "[name] and Gurpreet, [number]"
    with pytest.raises(MaskLasts):
        passage.contest(2)
    with pytest.raises(MaskUnknown):
        passage.lift(1, True)
    with pytest.raises(MaskUnknown):
        passage.mask_more([(20, 99, MaskKind.NAME)])


@pytest.mark.parametrize("piece", ["a", "9", "a@", "1-", "Gurpreet ", "a.", "one ", "[", "12 mar ", "www."])
def test_time_grows_as_the_text_does(piece: str):
    def took(length: int) -> float:
        text = (piece * length)[:length]
        best = []
        for _ in range(3):
            began = time.perf_counter()
            masked(text)
            best.append(time.perf_counter() - began)
        return min(best)

    assert took(16_000) < 12 * took(4_000) + 0.01
