"""The name a member goes by: a pseudonym, never a person's name or number."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Self

from alumni.domain.errors import InvalidHandle
from alumni.domain.handle_words import ADJECTIVES, NOUNS

SHORTEST, LONGEST = 3, 30
MOST_DIGITS = 6  # Seven and more read like a phone number.
SCRIPTS = ("LATIN", "GURMUKHI", "DEVANAGARI")
_SPELLED_ADDRESS = re.compile(r"@|-at-.*-(dot-|com$|in$|org$|net$)|(^|-)(gmail|yahoo|hotmail|outlook)(-|$)")


@dataclass(frozen=True)
class Handle:
    """A handle in its shown spelling (NFKC)."""

    spelling: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Accept 3 to 30 letters, digits and hyphens that do not read like a contact.

        Letters and their marks are Latin, Gurmukhi or Devanagari. Raises InvalidHandle, with a
        sentence for the person.
        """
        spelling = unicodedata.normalize("NFKC", text)
        if _SPELLED_ADDRESS.search(spelling.casefold()):
            raise InvalidHandle("A handle must not read like an e-mail address.")
        if not SHORTEST <= len(spelling) <= LONGEST:
            raise InvalidHandle(f"A handle has {SHORTEST} to {LONGEST} characters.")
        if not all(_is_allowed(character) for character in spelling):
            raise InvalidHandle("A handle has only letters, digits and hyphens.")
        if not _is_letter_or_digit(spelling[0]) or spelling.endswith("-"):
            raise InvalidHandle("A handle starts and ends with a letter or a digit.")
        if sum(unicodedata.category(character) == "Nd" for character in spelling) > MOST_DIGITS:
            raise InvalidHandle("A handle must not read like a phone number.")
        return cls(spelling)

    @classmethod
    def generate(cls) -> Self:
        """Draw a pseudonym of two neutral words and a number."""
        number = 100 + secrets.randbelow(9_900)
        return cls(f"{secrets.choice(ADJECTIVES)}-{secrets.choice(NOUNS)}-{number}")

    @property
    def key(self) -> str:
        """Give the form under which a handle is unique: case does not tell two members apart."""
        return unicodedata.normalize("NFKC", self.spelling.casefold())


def _is_allowed(character: str) -> bool:
    return character == "-" or _is_letter_or_digit(character) or _is_mark(character)


def _is_letter_or_digit(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Nd" or (category.startswith("L") and _is_known_script(character))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc") and _is_known_script(character)


def _is_known_script(character: str) -> bool:
    return unicodedata.name(character, "").startswith(SCRIPTS)
