"""The word that a room shows for checking in: easy to say and to type, another one every hour."""

import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count

# No letter here looks or sounds much like another, and syllables can be said across a room.
CONSONANTS = "bdfghkmnprst"
VOWELS = "aeiou"
SYLLABLES = 3
GRACE = timedelta(minutes=10)  # for which the word of the hour before is still taken

# What no word may hold: what offends, or names what people here leave behind, in English, Hindi and Punjabi.
UNWANTED = (
    *("anus", "bad", "bum", "but", "dago", "dike", "dope", "fag", "fat", "fuk", "gad", "gut", "haram", "hit"),
    *("homo", "hor", "kafir", "kamin", "kike", "kut", "mad", "mar", "moron", "mut", "nig", "nude", "paki"),
    *("pedo", "penis", "pimo", "pis", "pot", "puta", "rapi", "rape", "rum", "sik", "sin", "sub", "suk"),
    *("tit", "tut"),
)


def hour_of(at: datetime) -> datetime:
    """Give the beginning of the hour (UTC) of a moment."""
    return at.replace(minute=0, second=0, microsecond=0)


def room_word(key: bytes, occurrence_id: str, at: datetime) -> str:
    """Give the word of an occurrence for the hour of a moment; nobody without the key can tell it."""
    seed = f"room-word|{occurrence_id}|{hour_of(at).isoformat()}"
    drawn = (_draw(hmac.digest(key, f"{seed}|{number}".encode(), sha256)) for number in count())
    return next(word for word in drawn if not any(part in word for part in UNWANTED))


def is_room_word(key: bytes, occurrence_id: str, said: str, at: datetime) -> bool:
    """Tell whether somebody saw the word of this hour, or of the hour that ended a few minutes ago."""
    # Every word is compared, and whole, so that the time it takes tells nothing.
    guess = said.strip().casefold().encode()
    matches = [
        hmac.compare_digest(room_word(key, occurrence_id, moment).encode(), guess) for moment in _moments(at)
    ]
    return any(matches)


def _moments(at: datetime) -> Iterator[datetime]:
    yield at
    if hour_of(at - GRACE) != hour_of(at):
        yield at - GRACE


def _draw(digest: bytes) -> str:
    number = int.from_bytes(digest)
    word = ""
    for _ in range(SYLLABLES):
        number, consonant = divmod(number, len(CONSONANTS))
        number, vowel = divmod(number, len(VOWELS))
        word += CONSONANTS[consonant] + VOWELS[vowel]
    return word
