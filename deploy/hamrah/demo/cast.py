"""Who plays: three invented centres with their coordinators, and people nobody has met before."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import phonenumbers

from chassis.ids import derived_id

FEEDS = Path(__file__).parent / "feeds"


@dataclass(frozen=True, kw_only=True)
class Centre:
    """A centre of the demo; `feed` names its Meeting Guide feed."""

    name: str
    city: str
    feed: str
    coordinator: str

    @property
    def id(self) -> str:
        """The same id at every load, so that a load can be repeated."""
        return derived_id("demo", "centre", self.feed)

    def feed_file(self) -> bytes:
        """Return the centre's feed as a file."""
        return (FEEDS / f"{self.feed}.json").read_bytes()


CENTRES = (
    Centre(name="Nava Savera Kendra", city="Jalandhar", feed="jalandhar", coordinator="+919814000011"),
    Centre(name="Umeed Bhawan", city="Bathinda", feed="bathinda", coordinator="+919814000022"),
    Centre(name="Sanjhi Raah Centre", city="Moga", feed="moga", coordinator="+919814000033"),
)


def new_number() -> str:
    """Return a random Indian mobile number of a valid form."""
    while True:
        number = f"+919{secrets.randbelow(10**9):09d}"
        if phonenumbers.is_valid_number(phonenumbers.parse(number)):
            return number


def new_address() -> str:
    """Return a random e-mail address in a domain that belongs to nobody."""
    return f"walker-{secrets.token_hex(5)}@example.org"
