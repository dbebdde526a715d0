"""The audit log: a chain of entries in which no change, removal or insertion goes unnoticed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

START = "0" * 64  # what the first entry follows


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What was done, by whom and about whom or what: ids and the names of acts only."""

    sequence: int  # from 1, without a gap
    at: datetime  # UTC, to the millisecond, as MongoDB keeps it
    act: str
    by: str
    about: str
    ids: Mapping[str, str] = field(default_factory=dict)
    previous: str  # the hash of the entry before

    @property
    def hash(self) -> str:
        """SHA-256 of everything in the entry, the hash of the one before included."""
        content: dict[str, Any] = {
            "about": self.about,
            "act": self.act,
            "at": self.at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "by": self.by,
            "ids": dict(self.ids),
            "previous": self.previous,
            "sequence": self.sequence,
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Head:
    """The end of the chain; written down elsewhere, it shows later that nothing was cut off."""

    sequence: int = 0
    hash: str = START

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a head as it is printed, `<sequence>:<hash>`; raises ValueError."""
        sequence, _, found = text.partition(":")
        return cls(sequence=int(sequence), hash=found)

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


@dataclass(frozen=True)
class Verdict:
    """What a look through the whole chain found."""

    head: Head  # of what is unbroken
    broken_at: int | None = None  # the first sequence that does not fit, or is missing

    @property
    def unbroken(self) -> bool:
        """Tell whether everything fits."""
        return self.broken_at is None


def verify(entries: Iterable[tuple[Entry, str]], anchor: Head | None = None) -> Verdict:
    """Follow the chain of entries with the hashes kept beside them, in order of their sequence.

    The first entry that was changed, that follows none, or before which one is missing breaks it.
    With an anchor, the entry of its sequence has to have its hash: a chain whose tail was cut off, or
    that was written anew, fits no anchor taken before.
    """
    head = Head()
    for entry, kept in entries:
        follows = entry.sequence == head.sequence + 1 and entry.previous == head.hash
        if not follows or entry.hash != kept:
            return Verdict(head, head.sequence + 1)
        head = Head(sequence=entry.sequence, hash=kept)
        if anchor and entry.sequence == anchor.sequence and kept != anchor.hash:
            return Verdict(head, entry.sequence)
    if anchor and head.sequence < anchor.sequence:
        return Verdict(head, head.sequence + 1)
    return Verdict(head)
