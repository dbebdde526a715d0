"""The formats that feeds come in, recognised by what they say and read alike."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from groups.domain.errors import FeedInvalid
from groups.domain.feeds import bmlt, calendar_events, calendar_file, meeting_guide, table
from groups.domain.feeds.described import Described, FieldWrong, Reading, Record, Rejection, Terms
from groups.domain.feeds.json_array import read_json
from groups.domain.feeds.text import text_of


@dataclass(frozen=True, kw_only=True)
class Format:
    """How a feed is read: a text to records, a record to a slug, and to the meetings of that slug.

    Each part of it raises: FeedInvalid when the whole is none, FieldWrong for a single record.
    """

    records: Callable[[str], Iterable[Record]]
    slug_of: Callable[[Any], str]
    meetings_of: Callable[[str, Any, Terms], list[Described]]


def _bmlt_records(text: str) -> Iterable[Record]:
    return bmlt.records(read_json(text))


def _meeting_guide_records(text: str) -> Iterable[Record]:
    return read_json(text).records


FORMATS = {
    "meeting-guide": Format(
        records=_meeting_guide_records, slug_of=meeting_guide.slug_of, meetings_of=meeting_guide.meetings_of
    ),
    "bmlt": Format(records=_bmlt_records, slug_of=bmlt.slug_of, meetings_of=bmlt.meetings_of),
    "icalendar": Format(
        records=calendar_file.records,
        slug_of=calendar_events.slug_of,
        meetings_of=calendar_events.meetings_of,
    ),
    "csv": Format(records=table.records, slug_of=table.slug_of, meetings_of=table.meetings_of),
}


def read_feed(content: bytes, terms: Terms, format_: str | None = None) -> Reading:
    """Read a feed; every record that is rejected is told with line, field and reason.

    Raises FeedInvalid for what is no feed of the given format, or of any.
    """
    text = text_of(content)
    if text.lstrip()[:1] == "<":
        raise FeedInvalid("A web page came instead of a feed.")
    format_read = FORMATS[format_ or recognise(text)]
    return read_records(format_read.records(text), format_read, terms)


def recognise(text: str) -> str:
    """Name the format of a text by the text itself: servers call any of them any type."""
    if calendar_file.is_calendar(text):
        return "icalendar"
    if table.is_table(text):
        return "csv"
    if text.lstrip()[:1] not in ("[", "{"):
        raise FeedInvalid("A feed is a JSON array of meetings, a calendar or a table with a header.")
    return "bmlt" if bmlt.is_bmlt(read_json(text)) else "meeting-guide"


def read_records(records: Iterable[Record], format_: Format, terms: Terms) -> Reading:
    """Read every record, and tell line, field and reason of each that is rejected."""
    reading = Reading()
    for record in records:
        slug = None
        try:
            slug = format_.slug_of(record.content)
            if slug in reading.slugs:
                raise FieldWrong("slug", "An earlier record has this slug.")
            reading.slugs.add(slug)
            meetings = format_.meetings_of(slug, record.content, terms)
            reading.meetings += [replace(each, line=record.line) for each in meetings]
        except FieldWrong as wrong:
            rejection = Rejection(line=record.line, slug=slug, field=wrong.field, reason=wrong.reason)
            reading.rejected.append(rejection)
    return reading
