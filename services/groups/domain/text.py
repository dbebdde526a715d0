"""What people write: plain text in any script, without characters that deceive, and links that are safe."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_TITLE = 120  # characters
MAX_TEXT = 5_000
MAX_LINK = 500

_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029]")
# They show text in another order than it is stored in (Unicode's UAX 9), so that it can pose as another.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
# They show nothing and hide words from search; the joiners U+200C and U+200D shape Indic letters and stay.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff]")
_CLOSING = ".,;:!?)]}\"'\u2019\u201d\u0964"
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class Unwritable(ValueError):
    """A text that is not stored; the message says why and is safe to show."""


@dataclass(frozen=True)
class Link:
    """An address in a text: as it stands there, and as it is opened."""

    text: str
    url: str


def clean(text: str, *, lines: bool = True) -> str:
    """Give a text as it is stored: NFC, plain line ends, no invisible characters; raises Unwritable.

    Control characters and those that reorder what is seen are refused, mixed scripts are not. Without
    `lines`, the text has none.
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


def links(text: str) -> list[Link]:
    """Find the addresses that may be opened: http and https, with a host and without credentials."""
    found = (match.group().rstrip(_CLOSING) for match in _LINK.finditer(text))
    return [Link(address, address) for address in found if _safe(address)]


def _safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc and len(address) <= MAX_LINK
    except ValueError:  # Such as half an IPv6 address.
        return False


def searchable(*texts: str) -> str:
    """Write texts as they are searched: compatible characters the same, without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", " ".join(texts)).casefold())


def words(text: str) -> list[str]:
    """Split a text into its words of letters, marks and digits, in any script."""
    kept = (letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in searchable(text))
    return "".join(kept).split()
