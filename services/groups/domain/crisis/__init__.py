"""Words that sound like a crisis: phrases in three languages, kept as data beside this file.

A phrase is words in their order; `a|b` is either, `*` up to two words of any kind. It is looked for among
whole words, without case, marks of punctuation and letters drawn out ("marnaaa"). Where a phrase of
`ordinary` stands ("die laughing"), its words count for nothing. A list errs to the side of showing help.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from groups.domain.text import words

_DRAWN_OUT = re.compile(r"([^\W\d_])\1+")
_ANY_WORDS = r"(?:\S+ ){0,2}"


@dataclass(frozen=True)
class HelpLine:
    """A line to call: its number, who answers, and when."""

    number: str
    name: str
    also: str | None = None
    hours: str | None = None


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language's phrases, and what is said to the writer in it."""

    code: str  # ISO 639-1
    message: str
    lines: Sequence[HelpLine]
    phrases: Sequence[str]
    ordinary: Sequence[str]

    def sounds_like_crisis(self, text: str) -> bool:
        """Tell whether a phrase of the list stands in normalised words."""
        return bool(self._crisis.search(self._ordinary.sub(" . ", text)))

    @cached_property
    def _crisis(self) -> re.Pattern[str]:
        return _pattern(self.phrases)

    @cached_property
    def _ordinary(self) -> re.Pattern[str]:
        return _pattern(self.ordinary)


@dataclass(frozen=True, kw_only=True)
class Help:
    """What a writer in need sees before anything else."""

    language: str
    message: str
    lines: Sequence[HelpLine]


@dataclass(frozen=True)
class Lexicon:
    """The lists of all languages; a text is held against each of them, for many people mix languages."""

    languages: Mapping[str, Language]

    def help_for(self, *texts: str) -> Help | None:
        """Give help in the language in which the texts sound like a crisis, or None."""
        plain = normalised(" ".join(texts))
        for each in self.languages.values():
            if each.sounds_like_crisis(plain):
                return Help(language=each.code, message=each.message, lines=each.lines)
        return None


def normalised(text: str) -> str:
    """Write a text as its words alone, each between single spaces, letters drawn out written once."""
    joined = re.sub(r"(?<=\w)['\u2019\u2018`](?=\w)", "", text)
    return f" {' '.join(_DRAWN_OUT.sub(_once, word) for word in words(joined))} "


def _once(match: re.Match[str]) -> str:
    return match[1]


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    alternatives = sorted(map(_regex, phrases), key=len, reverse=True)
    return re.compile(f"(?<= )(?:{'|'.join(alternatives)})" if alternatives else r"(?!)")


def _regex(phrase: str) -> str:
    return "".join(_ANY_WORDS if word == "*" else _either(word) for word in phrase.split())


def _either(word: str) -> str:
    choices = (normalised(each).strip().replace(" ", "") for each in word.split("|"))
    return f"(?:{'|'.join(map(re.escape, choices))}) "
