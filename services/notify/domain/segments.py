"""How many segments a text takes on the air (3GPP TS 23.038): what the provider charges for."""

from __future__ import annotations

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_ESCAPED = frozenset("\f^{}\\[~]|€")  # each takes two places


def is_gsm_7(text: str) -> bool:
    """Tell whether the text needs no more than the GSM alphabet."""
    return all(letter in GSM_7 or letter in GSM_7_ESCAPED for letter in text)


def segments(text: str) -> int:
    """Count the segments of a text: 160 / 153 places of GSM-7, or 70 / 67 of UCS-2."""
    if is_gsm_7(text):
        return _split(sum(2 if letter in GSM_7_ESCAPED else 1 for letter in text), 160, 153)
    return _split(len(text.encode("utf-16-be")) // 2, 70, 67)


def _split(places: int, alone: int, of_several: int) -> int:
    return 1 if places <= alone else -(-places // of_several)
