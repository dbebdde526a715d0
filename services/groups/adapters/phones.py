"""Telephone numbers in a text, found by Google's metadata of the world's numbering plans."""

from collections.abc import Iterator

HOME_REGION = "IN"


def phone_spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where telephone numbers stand in a text, India's in national form too."""
    import phonenumbers

    if sum(map(str.isdecimal, text)) < 7:
        return
    for match in phonenumbers.PhoneNumberMatcher(text, HOME_REGION):
        yield match.start, match.end
