"""Codes of invitations: what is drawn reads back however it is typed, and slips are noticed."""

from hypothesis import given
from hypothesis import strategies as st

from alumni.domain.client import coarse_name
from alumni.domain.invitation import ALPHABET, DRAWN, draw_code, read_code, written_code

places = st.integers(0, DRAWN)


def test_drawn_code_reads_back_however_it_is_typed():
    for code in (draw_code() for _ in range(200)):
        typed = written_code(code).lower().replace("0", "o").replace("1", "l")

        assert read_code(f" {typed} ") == code


@given(places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, wrong: str):
    code = draw_code()
    mistyped = code[:place] + wrong + code[place + 1 :]

    assert (read_code(mistyped) == code) == (mistyped == code)


@given(st.text(max_size=20))
def test_any_other_text_is_no_code_or_a_whole_one(text: str):
    code = read_code(text)

    assert code is None or (len(code) == DRAWN + 1 and set(code) <= set(ALPHABET))


def test_session_is_called_by_a_browser_and_a_device_and_nothing_is_copied():
    android = "Mozilla/5.0 (Linux; Android 14; SM-A145F) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"

    assert coarse_name(android) == "Chrome on Android"
    assert coarse_name("python-requests/2.32") == ""
    assert coarse_name("<script>") == ""
