"""How many segments a text takes on the air (3GPP TS 23.038): what the provider charges for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_ESCAPED = frozenset("\f^{}\\[~]|€")  # each takes two places


class Encoding(StrEnum):
    """How the letters of a text go on the air."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


_ROOM = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}  # places: alone, and in each of several


def encoding(text: str) -> Encoding:
    """Tell whether a text needs more than the GSM alphabet; one letter outside of it is enough."""
    fits = all(letter in GSM_7 or letter in GSM_7_ESCAPED for letter in text)
    return Encoding.GSM_7 if fits else Encoding.UCS_2


def segments(text: str) -> int:
    """Count the segments of a text: 160 / 153 places of GSM-7, or 70 / 67 of UCS-2."""
    used = encoding(text)
    alone, of_several = _ROOM[used]
    places = [_places(letter, used) for letter in text]
    return 1 if sum(places) <= alone else _split(places, of_several)


def _places(letter: str, used: Encoding) -> int:
    if used is Encoding.GSM_7:
        return 2 if letter in GSM_7_ESCAPED else 1
    return 2 if ord(letter) > 0xFFFF else 1


def _split(places: Iterable[int], room: int) -> int:
    """Fill segment after segment; what takes two places is never torn apart."""
    count, taken = 1, 0
    for each in places:
        if taken + each > room:
            count, taken = count + 1, 0
        taken += each
    return count
