"""How a centre's sources are kept, and fetched when they are due."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from chassis.ids import derived_id, new_id
from groups.domain.commands import AddSource, FetchSource, ImportMeetings
from groups.domain.errors import FeedInvalid, FeedRefused, FeedUnreachable, ImportUnderWay
from groups.domain.feed_import import FAILED, ImportReport
from groups.domain.source import Fetched, Source, Validators
from groups.handlers.imports import fact_of, import_meetings
from groups.ports import AllSeries, Feeds, Imports, Occurrences, Sources

AT_ONCE = 5  # sources that are fetched in one go, so that other chores have their turn
_BAD = (FeedUnreachable, FeedRefused, FeedInvalid)


@dataclass(frozen=True, kw_only=True)
class Fetching:
    """What it takes to fetch a source; `capacity` is of meetings that name none."""

    sources: Sources
    imports: Imports
    feeds: Feeds
    series: AllSeries
    occurrences: Occurrences
    capacity: int


def add_source(command: AddSource, sources: Sources, feeds: Feeds) -> Source:
    """Keep an address that is fetched from now on, unless it is one that would never be visited.

    Raises FeedRefused, FeedUnreachable, SourceExists and TooManySources.
    """
    feeds.check(command.url)
    source = Source(
        id=derived_id(command.centre_id, "source", command.url),
        centre_id=command.centre_id,
        url=command.url,
        format=command.format,
        every_hours=command.every_hours,
        time_zone=command.time_zone,
        due_at=command.at,
    )
    sources.add(source)
    return source


def fetch_source(command: FetchSource, fetching: Fetching) -> ImportReport | None:
    """Fetch a source now; None when its feed is the same as before.

    Raises SourceUnknown, ImportUnderWay, and what is wrong with the feed, which the source remembers too.
    """
    source = fetching.sources.take(command.source_id, command.centre_id, command.at)
    return _fetch(source, fetching, command.at)


def fetch_due_sources(fetching: Fetching, at: datetime) -> int:
    """Fetch the sources that are due, each by one scheduler at a time; gives how many there were."""
    for count in range(AT_ONCE):
        source = fetching.sources.take_due(at)
        if source is None:
            return count
        try:
            _fetch(source, fetching, at)
        except (*_BAD, ImportUnderWay):
            continue  # The source knows, and the coordinator sees it there.
    return AT_ONCE


def _fetch(source: Source, fetching: Fetching, at: datetime) -> ImportReport | None:
    """Bring the meetings to what the feed says; whatever goes wrong leaves them at the last good state."""
    after = source
    try:
        fetched = fetching.feeds.fetch(source.url, source.validators)
        report = _import(source, fetched, fetching, at)
        after = _well(source, fetched, at)
    except _BAD as error:
        after = _failed(source, error.detail or type(error).__name__, at)
        if after.cause != source.cause:
            _tell_failure(after, fetching.imports, at)
        raise
    finally:
        fetching.sources.give_back(after)
    return report


def _import(source: Source, fetched: Fetched, fetching: Fetching, at: datetime) -> ImportReport | None:
    if fetched.content is None or _digest(fetched.content) == source.digest:
        return None
    command = ImportMeetings(
        centre_id=source.centre_id,
        feed=fetched.content,
        time_zone=source.time_zone,
        capacity=fetching.capacity,
        at=at,
        source_id=source.id,
        format=source.format,
    )
    return import_meetings(command, fetching.series, fetching.occurrences, fetching.imports)


def _well(source: Source, fetched: Fetched, at: datetime) -> Source:
    same = fetched.content is None
    return replace(
        source,
        due_at=source.next_due(at),
        validators=source.validators if same else fetched.validators,
        digest=source.digest if fetched.content is None else _digest(fetched.content),
        fetched_at=at,
        succeeded_at=at,
        failing_since=None,
        failures=0,
        cause=None,
    )


def _failed(source: Source, cause: str, at: datetime) -> Source:
    """Remember since when and why; what was valid before is asked for whole when the server is back."""
    return replace(
        source,
        due_at=source.next_try(at),
        validators=Validators(),
        fetched_at=at,
        failing_since=source.failing_since or at,
        failures=source.failures + 1,
        cause=cause,
    )


def _tell_failure(source: Source, imports: Imports, at: datetime) -> None:
    report = ImportReport(
        id=new_id(),
        source_id=source.id,
        centre_id=source.centre_id,
        at=at,
        outcome=FAILED,
        cause=source.cause,
    )
    imports.end(report, fact_of(report))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
