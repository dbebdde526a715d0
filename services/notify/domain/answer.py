"""What a text says about somebody's day: "1" for yes, "2" for no, and perhaps how hard it is, 0 to 10."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

LONGEST = 64  # characters of an answer; whatever is longer says something else
NEEDS_HELP = 8  # of craving, from which help comes first

_YES = frozenset({"1", "y", "yes", "ਹਾਂ", "ਹਾ", "हाँ", "हां", "haan"})
_NO = frozenset({"2", "n", "no", "ਨਹੀਂ", "ਨਾਂਹ", "नहीं", "ना", "nahi"})
_WORD = re.compile(r"[^\s,.;:/!।-]+")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an answer says."""

    sober: bool
    craving: int | None

    @property
    def needs_help(self) -> bool:
        """Tell whether help comes first."""
        return not self.sober or (self.craving or 0) >= NEEDS_HELP


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One text of one member; its words are not kept."""

    id: str
    member_id: str
    said: Said
    received_at: datetime


def read_answer(text: str) -> Said | None:
    """Read "1", "2", "Y 3", "2 8" and the like, in the digits of any script; None for anything else."""
    if len(text) > LONGEST:
        return None
    words = [_in_ascii_digits(each.casefold()) for each in _WORD.findall(text)]
    if not 1 <= len(words) <= 2 or words[0] not in _YES | _NO:
        return None
    craving = _craving(words[1]) if len(words) > 1 else None
    if len(words) > 1 and craving is None:
        return None
    return Said(sober=words[0] in _YES, craving=craving)


def _craving(word: str) -> int | None:
    value = int(word) if re.fullmatch("[0-9]{1,2}", word) else None
    return value if value is not None and value <= 10 else None


def _in_ascii_digits(word: str) -> str:
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in word)
