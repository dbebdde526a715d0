"""What is known of names and places: finds those of people in a text, in three scripts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from alumni.domain.masking import MARKS, Mask, MaskKind, Reason

# Python's \w knows no marks, and Indic vowels are marks.
_WORD = re.compile(
    r"(?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71\u200c\u200d])+"
)
_MARK = re.compile("|".join(re.escape(each) for each in MARKS.values()))
_SENTENCE_ENDS = re.compile(r"[.!?:;\n\"\u201c\u0964\u0965]")
_WIDEST_GAP = 3  # letters between two words of one name

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class _Word:
    start: int
    stop: int
    plain: str
    has_capital: bool  # at its first letter; scripts without capitals have none
    gap: str  # what stands before it, from the word before on
    first: bool  # of its sentence


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Names, the words that stand before names, and places."""

    names: frozenset[str]
    doubtful: frozenset[str]  # names that are ordinary words as well
    titles: frozenset[str]
    relations: frozenset[str]
    never: frozenset[str]
    places: frozenset[Phrase]
    centres: frozenset[Phrase] = field(default_factory=frozenset)

    @classmethod
    def parse(cls, names: str, places: str, before_names: str) -> "Lexicon":
        """Read the lists of `alumni/domain/known`, which say how they are written."""
        words = [word for line in lines_of(names) for cell in line.split(";") for word in cell.split()]
        towns = [word for line in lines_of(places) for cell in line.split(";") for word in cell.split()]
        roles: dict[str, set[str]] = {"title": set(), "relation": set(), "never": set()}
        for line in lines_of(before_names):
            role, _, listed = line.partition(":")
            roles[role].update(plain(word) for word in listed.split())
        return cls(
            names=frozenset(plain(word) for word in words if not word.startswith("~")),
            doubtful=frozenset(plain(word[1:]) for word in words if word.startswith("~")),
            titles=frozenset(roles["title"]),
            relations=frozenset(roles["relation"]),
            never=frozenset(roles["never"]),
            places=frozenset(tuple(plain(town).split("_")) for town in towns if not town.startswith("~")),
        )

    def with_centres(self, names: Iterable[str]) -> "Lexicon":
        """Know the partner centres besides."""
        phrases = (words_of(name) for name in names)
        return replace(self, centres=frozenset(phrase for phrase in phrases if phrase))

    def __call__(self, text: str) -> Iterator[Mask]:
        """Find the names and places in a text, each once; takes as long as the text is long."""
        words = tuple(_words(text))
        place, named = 0, False
        while place < len(words):
            word = words[place]
            length, reason = self._place_at(words, place)
            if length:
                yield _mask(word, words[place + length - 1], MaskKind.PLACE, reason)
                place, named = place + length, False
                continue
            why = self._name_at(words, place, named)
            if why:
                yield _mask(word, word, MaskKind.NAME, why)
            place, named = place + 1, why is not None

    def _place_at(self, words: Sequence[_Word], place: int) -> tuple[int, Reason]:
        for phrases, reason in ((self._centres, Reason.CENTRE), (self._places, Reason.TOWN)):
            for phrase in phrases.get(words[place].plain, ()):
                found = words[place : place + len(phrase)]
                joined = all(len(each.gap) <= _WIDEST_GAP for each in found[1:])
                if joined and tuple(each.plain for each in found) == phrase:
                    return len(phrase), reason
        return 0, Reason.TOWN

    def _name_at(self, words: Sequence[_Word], place: int, named: bool) -> Reason | None:
        """Say why a word is a name; `named`: the word before it is one."""
        word = words[place]
        if word.plain in self.never:
            return None
        if word.plain in self.names:
            return Reason.GIVEN_NAME
        before = words[place - 1].plain if place else ""
        latin = word.plain.isascii()
        if before in self.titles and word.gap in (" ", ". ", ".") and (word.has_capital or not latin):
            return Reason.TITLE
        if word.gap == " " and before in self.relations:
            return Reason.TITLE if word.has_capital or word.plain in self.doubtful else None
        if word.gap == " " and named and word.has_capital:
            return Reason.GIVEN_NAME
        known = word.plain in self.doubtful and word.has_capital and not word.first
        return Reason.GIVEN_NAME if known else None

    @cached_property
    def _places(self) -> Mapping[str, Sequence[Phrase]]:
        return by_first(self.places)

    @cached_property
    def _centres(self) -> Mapping[str, Sequence[Phrase]]:
        return by_first(self.centres)


def plain(word: str) -> str:
    """Write a word as it is looked up: without case, composed."""
    return unicodedata.normalize("NFC", word.casefold())


def _words(text: str) -> Iterator[_Word]:
    """Give the words outside marks, so that a masked text is read as the text was."""
    hidden = _MARK.sub(lambda match: "#" * len(match.group()), text)
    end = 0
    for match in _WORD.finditer(hidden):
        gap = hidden[end : match.start()]
        first = end == 0 or _SENTENCE_ENDS.search(gap) is not None
        word = match.group()
        yield _Word(*match.span(), plain(word), word[0].isupper(), gap, first)
        end = match.end()


def _mask(first: _Word, last: _Word, kind: MaskKind, reason: Reason) -> Mask:
    return Mask(start=first.start, stop=last.stop, kind=kind, reason=reason)


def words_of(text: str) -> Phrase:
    """Give the words of a text as they are looked up."""
    return tuple(plain(match.group()) for match in _WORD.finditer(text))


def by_first(phrases: Iterable[Phrase]) -> Mapping[str, Sequence[Phrase]]:
    """Sort phrases by their first word, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


def lines_of(text: str) -> Iterator[str]:
    """Give the lines of a list, without what is said about it."""
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
