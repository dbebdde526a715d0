"""What is masked in a story: by pattern, by the lists of the domain's data, and by the centres' names."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pymongo.database import Database

from alumni.domain.crisis import CrisisWords
from alumni.domain.lexicon import Lexicon, lines_of
from alumni.domain.masking import Mask, Masking, numbers_and_addresses

_DATA = files("alumni") / "domain" / "known"
_LISTS = ("names.txt", "places.txt", "before_names.txt")


@cache
def read_lexicon() -> Lexicon:
    """Read the lists of names and places."""
    return Lexicon.parse(*((_DATA / name).read_text(encoding="utf-8") for name in _LISTS))


@cache
def crisis_words() -> CrisisWords:
    """Read the words at which help lines are shown."""
    return CrisisWords.parse(lines_of((_DATA / "crisis.txt").read_text(encoding="utf-8")))


def masking_with(lexicon: Lexicon) -> Masking:
    """Give what finds all masks of a text."""

    def find(text: str) -> Iterator[Mask]:
        yield from numbers_and_addresses(text)
        yield from lexicon(text)

    return find


def masking(database: Database[dict[str, Any]]) -> Masking:
    """Give what finds all masks of a text, the names of the partner centres of now included."""
    names = (str(each["name"]) for each in database["centres"].find({}, {"name": True}))
    return masking_with(read_lexicon().with_centres(names))
