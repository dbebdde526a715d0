"""The word of the room: easy to read, another one every hour and everywhere, and not to be guessed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from groups.domain.room_word import CONSONANTS, UNWANTED, VOWELS, hour_of, is_room_word, room_word

KEY = b"k" * 32
HOUR = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

ids = st.text("0123456789abcdef", min_size=32, max_size=32)
moments = st.integers(0, 10_000_000).map(lambda minutes: HOUR + timedelta(minutes=minutes))
few = settings(max_examples=60, derandomize=True)


@few
@given(ids, moments)
def test_a_word_is_six_letters_that_can_be_said_and_offends_nobody(occurrence_id, at):
    word = room_word(KEY, occurrence_id, at)

    assert len(word) == 6
    assert set(word[::2]) <= set(CONSONANTS)
    assert set(word[1::2]) <= set(VOWELS)
    assert not any(part in word for part in UNWANTED)


@few
@given(ids, ids, moments)
def test_another_meeting_another_hour_or_another_key_has_another_word(one, other, at):
    word = room_word(KEY, one, at)

    assert one == other or room_word(KEY, other, at) != word
    assert room_word(KEY, one, at + timedelta(hours=1)) != word
    assert room_word(b"K" * 32, one, at) != word
    assert room_word(KEY, one, hour_of(at)) == word


def test_ten_thousand_hours_of_a_meeting_use_most_words_once():
    words = [room_word(KEY, "a" * 32, HOUR + timedelta(hours=number)) for number in range(10_000)]

    assert len(set(words)) > 9_500


def test_a_word_holds_for_its_hour_and_ten_minutes_more():
    word = room_word(KEY, "a" * 32, HOUR)

    def holds(minutes: int) -> bool:
        return is_room_word(KEY, "a" * 32, word, HOUR + timedelta(minutes=minutes))

    assert [holds(each) for each in (-1, 0, 59, 69, 71)] == [False, True, True, True, False]


def test_capitals_and_spaces_do_not_matter_and_no_text_is_an_error():
    word = room_word(KEY, "a" * 32, HOUR)

    assert is_room_word(KEY, "a" * 32, f" {word.upper()} ", HOUR)
    for said in ("", word[:5], word + "a", "ਸ਼ਬਦ", "\x00"):
        assert not is_room_word(KEY, "a" * 32, said, HOUR)
