"""What a file really is, and under what name it may be kept."""

import re
import unicodedata

import filetype

SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
LONGEST_NAME = 100
_PATH = re.compile(r"[/\\:]")


def type_of(content: bytes) -> str | None:
    """Tell which of the types taken here a content is, by its first bytes; None: none of them."""
    found: str | None = filetype.guess_mime(content)
    return found if found in SUFFIXES else None


def plain_name(name: str, content_type: str) -> str:
    """Keep the last part of a name without what could make a path, a command or another type of it."""
    last = _PATH.split(name)[-1]
    # Cc, Cf, Cs, Co, Cn: controls, and what turns the direction of writing.
    shown = "".join(each for each in last if not unicodedata.category(each).startswith("C"))
    stem = " ".join(shown.split()).strip(". ")
    suffix = SUFFIXES[content_type]
    if stem.lower().endswith((suffix, ".jpeg")):
        stem = stem.rpartition(".")[0]
    return (stem[: LONGEST_NAME - len(suffix)].strip(". ") or "document") + suffix
