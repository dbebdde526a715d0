"""What any feed says, whatever its format: meetings, and records that are not taken, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from groups.domain.changes import Change

MAX_RECORDS = 5_000  # their dates are made while the importer waits for the answer
DEFAULT_DURATION = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How to read what a record does not say."""

    time_zone: str  # IANA
    at: datetime  # what is over by then is not taken


@dataclass(frozen=True)
class Record:
    """One element of a feed, whatever it is, and its line in the text, from 1."""

    line: int
    content: Any


class FieldWrong(Exception):
    """A field cannot be read; the reason is one sentence that repeats nothing of its value."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """A record that was not imported, and why; the line is that on which it starts, from 1."""

    line: int
    slug: str | None
    field: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Described:
    """A meeting as its feed describes it; what a feed cannot say is not here, and an import leaves it alone.

    `part` tells apart the series of one record, from 0: one for each weekday that it names.
    """

    line: int = 0  # on which its record starts
    slug: str
    part: int
    name: str
    rule: str  # RFC 5545, section 3.3.10
    starts_on: date | None  # None: the rule begins when the meeting becomes known
    time: time  # on the wall clock of `time_zone`
    duration: timedelta
    time_zone: str  # IANA
    capacity: int | None  # None: as the importer says
    suspended: bool
    public: bool
    address: str
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False
    online: bool = False
    types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)  # location, notes, ...
    joining: Mapping[str, str] = field(default_factory=dict)  # links and passcodes: in no listing or event
    changes: Mapping[date, Change] | None = None  # by original date; None: the format knows of none


@dataclass(kw_only=True)
class Reading:
    """What a feed says: meetings, rejected records, and the slugs of both."""

    meetings: list[Described] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    slugs: set[str] = field(default_factory=set)
