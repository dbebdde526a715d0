"""What a text says: an order, how somebody's day is, or something that only a person can read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.domain import vocabulary
from notify.domain.answer import Said, Unreadable, Word, language_of, read_text
from notify.domain.contacts import Language

ORDERS = [
    *((Word.STOP, each) for each in ("STOP", "stopall", "Unsubscribe", "END", "quit", "ਬੰਦ", "बंद", "बन्द")),
    *((Word.STOP, each) for each in ("band karo", "ਬੰਦ ਕਰੋ ਜੀ", "बंद कर दो", "Please stop sending me texts")),
    *((Word.START, each) for each in ("START", "unstop", "ਸ਼ੁਰੂ", "ਸ਼ੁਰੂ ਕਰੋ", "शुरू", "शुरु", "shuru karo")),
    *((Word.HELP, each) for each in ("HELP", "help me please", "ਮਦਦ", "मदद चाहिए", "madad", "INFO")),
    *((Word.CONFIRM, each) for each in ("C", "c.", "Confirm please", "ਪੱਕਾ", "पक्का", "pakka")),
    *((Word.GIVE_UP, each) for each in ("X", "x!", "ਰੱਦ ਕਰੋ", "रद्द", "radd")),
    *((Word.CANCEL, each) for each in ("CANCEL", "cancel it", "ਕੈਂਸਲ", "कैंसल")),
]
NAMES = st.sampled_from(
    [
        *((Word.STOP, each) for each in sorted(vocabulary.STOP)),
        *((Word.START, each) for each in sorted(vocabulary.START)),
        *((Word.HELP, each) for each in sorted(vocabulary.HELP)),
        *((Word.CONFIRM, each) for each in sorted(vocabulary.CONFIRM)),
        *((Word.GIVE_UP, each) for each in sorted(vocabulary.GIVE_UP)),
        *((Word.CANCEL, each) for each in sorted(vocabulary.CANCEL)),
    ]
)
AROUND = st.text(alphabet=" .,;:!?-/\"'()*\t\n।॥…👍\u200b", max_size=8)
CASES = st.sampled_from([str.upper, str.lower, str.title, lambda text: unicodedata.normalize("NFC", text)])
SIGNATURES = st.sampled_from(
    ["", "\n--\nJio", "\nSent from my iPhone", "\nsent via Airtel", "\nमेरे फ़ोन से भेजा गया"]
)
DIGITS = st.sampled_from("0٠०੦૦０𝟎")  # each begins the ten digits of a script


@pytest.mark.parametrize(("order", "text"), ORDERS)
def test_an_order_is_read_in_every_language(order: Word, text: str):
    assert read_text(text) is order


@given(NAMES, CASES, AROUND, AROUND, SIGNATURES)
def test_case_punctuation_spaces_and_signatures_change_no_order(named, case, before, after, signature):
    order, word = named

    assert read_text(f"{before}{case(word)}{after}{signature}") is order


@given(DIGITS, st.booleans(), st.none() | st.integers(0, 10), AROUND)
def test_a_day_is_read_in_the_digits_of_every_script(zero, sober, craving, after):
    numbers = [1 if sober else 2] if craving is None else [1 if sober else 2, craving]
    text = " ".join("".join(chr(ord(zero) + int(digit)) for digit in str(each)) for each in numbers)

    assert read_text(text + after) == Said(sober=sober, craving=craving)


@given(NAMES, NAMES)
def test_two_orders_at_once_are_for_a_person_to_read(one, other):
    if one[0] is not other[0]:
        assert isinstance(read_text(f"{one[1]} {other[1]}"), Unreadable)


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
    assert read_text(text) == Said(sober=sober, craving=craving)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "1 11",
        "1 2 3",
        "hello",
        "1 x y",
        "1" * 65,
        "1 -3x",
        "²",
        "do not stop",
        "I want to end it",
        "quit it",
    ],
)
def test_anything_else_is_for_a_person_to_read(text):
    assert read_text(text) == Unreadable()


def test_a_long_text_that_speaks_of_help_is_read_as_that():
    assert read_text("I cannot go on like this and nobody is here, help") == Unreadable(speaks_of_help=True)


@given(st.text(max_size=200))
def test_whatever_is_sent_is_read(text):
    reading = read_text(text)

    assert isinstance(reading, Word | Unreadable | Said)
    assert not isinstance(reading, Said) or reading.craving is None or 0 <= reading.craving <= 10


@pytest.mark.parametrize(
    ("text", "language"),
    [("ਬੰਦ", Language.PUNJABI), ("बंद करो", Language.HINDI), ("band karo", Language.ENGLISH), ("1।", "en")],
)
def test_a_stranger_is_answered_in_the_language_of_their_script(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(("text", "needs"), [("1", False), ("1 7", False), ("1 8", True), ("2", True)])
def test_help_comes_first_from_eight_on_or_where_somebody_is_not_sober(text, needs):
    said = read_text(text)

    assert isinstance(said, Said)
    assert said.needs_help is needs
