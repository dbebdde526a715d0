"""Masking: no number, e-mail address or street address gets through, and harmless digits do."""

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.adapters.phones import phone_spans
from groups.domain.masking import ADDRESS, EMAIL, PHONE, WHY, ascii_digits, mask
from groups.domain.text import MAX_TEXT

GURMUKHI, DEVANAGARI = "੦੧੨੩੪੫੬੭੮੯", "०१२३४५६७८९"
SPELLED = [
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    ["sifar", "ikk", "do", "tinn", "char", "panj", "che", "satt", "atth", "nau"],
    ["shunya", "ek", "do", "teen", "char", "paanch", "chhe", "saat", "aath", "nau"],
    ["ਸਿਫ਼ਰ", "ਇੱਕ", "ਦੋ", "ਤਿੰਨ", "ਚਾਰ", "ਪੰਜ", "ਛੇ", "ਸੱਤ", "ਅੱਠ", "ਨੌਂ"],
    ["शून्य", "एक", "दो", "तीन", "चार", "पांच", "छह", "सात", "आठ", "नौ"],
]
NUMBERS = st.from_regex(r"[6-9]\d{9}", fullmatch=True).filter(lambda digits: len(set(digits)) > 3)
AROUND = st.sampled_from([("call me ", " tonight"), ("ਮੇਰਾ ਨੰਬਰ ", " ਹੈ"), ("मेरा नंबर ", " है"), ("", "")])


def in_script(digits: str, script: str) -> str:
    return "".join(script[int(digit)] for digit in digits)


def notations(digits: str) -> list[str]:
    """One number as people write it to get past a mask."""
    return [
        *(
            digits,
            f"+91{digits}",
            f"+91 {digits[:5]} {digits[5:]}",
            f"0{digits}",
            f"(0{digits[:2]}) {digits[2:]}",
        ),
        *(
            f"{digits[:5]}-{digits[5:]}",
            " ".join(digits),
            "-".join(digits),
            ". ".join(digits),
            "_".join(digits),
        ),
        *(f"{digits[:3]} and then {digits[3:]}", f"{digits[:2]}…{digits[2:]}".replace("…", " , ")),
        *(in_script(digits, GURMUKHI), in_script(digits, DEVANAGARI), " ".join(in_script(digits, GURMUKHI))),
        *(" ".join(names[int(digit)] for digit in digits) for names in SPELLED),
        *(f"https://wa.me/91{digits}", f"tel:{digits}", "".join(f"{digit}\ufe0f\u20e3" for digit in digits)),
    ]


@settings(max_examples=60, deadline=None)
@given(digits=NUMBERS, around=AROUND)
def test_no_notation_of_a_number_gets_through(digits: str, around: tuple[str, str]) -> None:
    for written in notations(digits):
        masked = mask(f"{around[0]}{written}{around[1]}", phone_spans)

        left = re.sub(r"\D", "", ascii_digits(masked.text))
        assert len(left) <= 3, (written, masked.text)
        assert not any(name in masked.text.split() for names in SPELLED for name in names), masked.text
        assert masked.counts[PHONE] == 1


@pytest.mark.parametrize(
    "text",
    [
        *("asha@example.org", "write to asha.k+x@mail.example.in now", "asha @ gmail . com", "asha@okaxis"),
        *("asha at gmail dot com", "asha (at) yahoo (dot) co (dot) in", "asha[at]rediffmail.com"),
    ],
)
def test_no_way_to_write_an_email_address_gets_through(text: str) -> None:
    masked = mask(text, phone_spans)

    assert masked.counts == {EMAIL: 1}
    assert "asha" not in masked.text


@pytest.mark.parametrize(
    "text",
    [
        *("House no 12, Street No. 4, Sector 32", "makan number 45 gali no 3", "H.No. 221-B", "Flat #14"),
        *("come to 12 Canal Road tomorrow", "ਮਕਾਨ ਨੰਬਰ ੪੫, ਗਲੀ ਨੰ ੩", "मकान नंबर १२", "Ludhiana-141001"),
        *("pin code 141 001", "plot no. 7, phase 2"),
    ],
)
def test_an_address_is_masked(text: str) -> None:
    masked = mask(text, phone_spans)

    assert masked.counts[ADDRESS] >= 1
    assert not re.search(r"\d", masked.text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "90 days, 30 meetings, craving 7 of 10",
            "since 2026-11-22 at 18:30",
            "12/03/2024 was my first day",
        ),
        *("steps 1, 2, 3, 4, 5, 6, 7, 8 and 9", "2019, 2020 and 2021 were hard", "I owed 12,50,000 rupees"),
        *("call 14416 or 1-800-891-4416, or 112", "phase 2 of the treatment", "5 days on the road"),
        *(
            "I earned 45000 in 2019 and 60000 in 2020",
            "meet me at work. In peace",
            "hello @all",
            "one two three",
        ),
        *("ਮੈਂ ੯੦ ਦਿਨ ਪੂਰੇ ਕੀਤੇ", "तीन दिन, चार रातें"),
    ],
)
def test_harmless_digits_and_words_stay(text: str) -> None:
    masked = mask(text, phone_spans)

    assert (masked.text, masked.counts) == (text, {})


def test_two_kinds_in_one_text_are_both_counted_and_explained() -> None:
    masked = mask("9876543210 or a@b.in, or 98765 43211", phone_spans)

    assert masked.text == "[phone number] or [e-mail], or [phone number]"
    assert masked.counts == {PHONE: 2, EMAIL: 1}
    assert set(masked.counts) <= set(WHY)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_written_can_be_masked_and_digits_keep_their_places(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)
    once = mask(unicodedata.normalize("NFC", text), phone_spans)

    assert sum(once.counts.values()) <= len(text)


@pytest.mark.parametrize(
    "piece", ["a", "1", "1 ", "a@", "a.", "a-", "(", "nine ", "house no ", "sector 12 ", "12 ab "]
)
def test_the_longest_text_is_masked_without_delay(piece: str) -> None:
    text = (piece * MAX_TEXT)[:MAX_TEXT]
    started = time.process_time()
    mask(text, phone_spans)

    assert time.process_time() - started < 0.5  # It takes a tenth; a pattern that goes astray takes minutes.
