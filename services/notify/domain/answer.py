"""What a text that came in says: an order, how somebody's day is, or something for a person to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from notify.domain import vocabulary
from notify.domain.contacts import Language
from notify.domain.vocabulary import ALONE, FILLERS, HELP, NEEDY, NO, YES, plain

LONGEST = 64  # characters of an answer; whatever is longer says something else
NEEDS_HELP = 8  # of craving, from which help comes first

# Below such a line a phone or a carrier speaks, not the person.
_SIGNATURE = re.compile(
    r"\s*(--|__|sent (from|via|by|using)\b|get outlook\b|ਮੇਰੇ .* ਤੋਂ ਭੇਜ|मेरे .* से भेज)", re.IGNORECASE
)
_GURMUKHI, _DEVANAGARI = re.compile("[\u0a00-\u0a7f]"), re.compile("[\u0900-\u0963\u0966-\u097f]")


class Word(StrEnum):
    """An order that a text gives."""

    STOP = "stop"  # write to this number no more
    START = "start"  # write to it again
    HELP = "help"
    CONFIRM = "confirm"  # take the promised seat
    GIVE_UP = "give-up"  # give the seat back
    CANCEL = "cancel"  # give the seat back where there is one; else stop


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an answer says of a day."""

    sober: bool
    craving: int | None

    @property
    def needs_help(self) -> bool:
        """Tell whether help comes first."""
        return not self.sober or (self.craving or 0) >= NEEDS_HELP


@dataclass(frozen=True)
class Unreadable:
    """What only a person can read; where it speaks of help, that comes first."""

    speaks_of_help: bool = False


Reading = Word | Said | Unreadable


_ORDERS: Mapping[Word, frozenset[str]] = {
    Word.STOP: vocabulary.STOP,
    Word.START: vocabulary.START,
    Word.HELP: HELP,
    Word.CONFIRM: vocabulary.CONFIRM,
    Word.GIVE_UP: vocabulary.GIVE_UP,
    Word.CANCEL: vocabulary.CANCEL,
}


def read_text(text: str) -> Reading:
    """Read a text, whatever its case, script, punctuation and spaces, and whatever a phone signs below it.

    An order stands alone, or among words of politeness only; two orders at once are for a person to read.
    """
    words = _words(_unsigned(text))
    if sum(map(len, words)) <= LONGEST:
        reading = _order(words) or _day(words)
        if reading is not None:
            return reading
    return Unreadable(speaks_of_help=not HELP.isdisjoint(words))


def language_of(text: str) -> Language:
    """Tell in which language to answer somebody of whom nothing else is known, by the script they write."""
    if _GURMUKHI.search(text):
        return Language.PUNJABI
    return Language.HINDI if _DEVANAGARI.search(text) else Language.ENGLISH


def _order(words: Sequence[str]) -> Word | None:
    """Find the one order among words that say nothing else."""
    given = {order for order, names in _ORDERS.items() if not names.isdisjoint(words)}
    if len(given) != 1:
        return None
    order = given.pop()
    others = set(words) - _ORDERS[order]
    if others and not ALONE.isdisjoint(words):
        return None
    return order if others <= (FILLERS | NEEDY if order is Word.HELP else FILLERS) else None


def _day(words: Sequence[str]) -> Said | None:
    """Read "1", "2", "Y 3", "2 8" and the like: yes or no, and perhaps how hard it is, 0 to 10."""
    if not 1 <= len(words) <= 2 or words[0] not in YES | NO:
        return None
    craving = _craving(words[1]) if len(words) > 1 else None
    if len(words) > 1 and craving is None:
        return None
    return Said(sober=words[0] in YES, craving=craving)


def _craving(word: str) -> int | None:
    value = int(word) if re.fullmatch("[0-9]{1,2}", word) else None
    return value if value is not None and value <= 10 else None


def _unsigned(text: str) -> str:
    """Leave out what a phone or a carrier writes below a text; a text that is nothing else stays."""
    lines = text.strip().splitlines()
    ends = (at for at, line in enumerate(lines) if at and _SIGNATURE.match(line))
    return "\n".join(lines[: next(ends, len(lines))])


def _words(text: str) -> list[str]:
    """Split at whatever is no letter, mark or digit; a vowel sign of an Indic script belongs to its word."""
    return "".join(each if unicodedata.category(each)[0] in "LMN" else " " for each in plain(text)).split()
