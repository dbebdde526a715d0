"""What people write: plain text in any script, without characters that deceive."""

import re
import unicodedata

_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029]")
# They show text in another order than it is stored in (Unicode's UAX 9), so that it can pose as another.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
# They show nothing and hide words from search; the joiners U+200C and U+200D shape Indic letters and stay.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff]")


class Unwritable(ValueError):
    """A text that is not stored; the message says why and is safe to show."""


def clean(text: str, *, lines: bool = True) -> str:
    """Give a text as it is stored: NFC, plain line ends, no invisible characters; raises Unwritable.

    Control characters and those that reorder what is seen are refused. Without `lines`, it has none.
    """
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", _NEWLINES.sub("\n", text)))
    for letter in plain:
        if letter in _REORDERING:
            raise Unwritable("Holds a character that reorders the text.")
        if unicodedata.category(letter) in ("Cc", "Cs", "Co") and not (lines and letter in "\n\t"):
            raise Unwritable("Holds a control character.")
    plain = plain.strip()
    if not any(letter.isprintable() and not letter.isspace() for letter in plain):
        raise Unwritable("Holds nothing to read.")
    return plain
