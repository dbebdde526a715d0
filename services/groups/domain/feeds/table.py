"""A table in CSV, as spreadsheets and TSML export them, read as Meeting Guide records are."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from groups.domain.errors import FeedInvalid
from groups.domain.feeds import meeting_guide
from groups.domain.feeds.described import MAX_RECORDS, Described, FieldWrong, Record, Terms

_NEEDED = {"name", "day", "time"}
_DELIMITERS = ",;\t"
_NO_WORD = re.compile(r"[^a-z0-9]+")
_DAYS = re.compile(r"[,;/&|]| and ")
_TYPES = re.compile(r"[,;|]")
_CLOCK_12 = re.compile(
    r"(1[0-2]|0?[1-9])(?:[:.]([0-5][0-9]))?(?::[0-5][0-9])?\s*([ap])\.?\s*m\.?", re.IGNORECASE
)
_COLUMNS = {
    **{"meeting": "name", "meeting_name": "name", "title": "name", "weekday": "day", "days": "day"},
    **{"start": "time", "start_time": "time", "starts": "time", "end": "end_time", "ends": "end_time"},
    **{"zip": "postal_code", "zip_code": "postal_code", "postcode": "postal_code", "pin": "postal_code"},
    **{"pin_code": "postal_code", "street": "address", "street_address": "address", "venue": "location"},
    **{"full_address": "formatted_address", "location_name": "location", "lat": "latitude"},
    **{"lng": "longitude", "lon": "longitude", "long": "longitude", "subregion": "sub_region"},
    **{"time_zone": "timezone", "tz": "timezone", "type": "types", "formats": "types", "seats": "capacity"},
    **{"online_link": "conference_url", "meeting_link": "conference_url", "zoom": "conference_url"},
    **{"passcode": "conference_url_notes", "dial_in": "conference_phone", "id": "slug"},
}


def is_table(text: str) -> bool:
    """Tell whether a text begins with a header that names what a meeting needs."""
    return set(_header(text)[1]) >= _NEEDED


def records(text: str) -> Iterator[Record]:
    """Give each row as a record; raises FeedInvalid for what is no table of meetings."""
    delimiter, header = _header(text)
    if not set(header) >= _NEEDED:
        raise FeedInvalid("A table of meetings begins with a header that has name, day and time.")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        count, line = -1, 1  # the header is none
        for row in rows:
            if any(cell.strip() for cell in row):
                count += 1
                if count > MAX_RECORDS:
                    raise FeedInvalid(f"The feed has more than {MAX_RECORDS:,} records.")
                if count:
                    yield Record(line, (header, row))
            line = rows.line_num + 1
    except csv.Error:
        raise FeedInvalid(f"Line {rows.line_num} is not a row of a table.") from None


def slug_of(content: Any) -> str:
    """Read what names a row for good: its slug, or else its name, day and hour together."""
    values = _values(*content)
    if "slug" in values:
        return meeting_guide.slug_of(values)
    name, day, time = (str(values.get(each, "")) for each in ("name", "day", "time"))
    if not name:
        raise FieldWrong("name", "Every meeting has a name.")
    digest = hashlib.sha256("|".join((name, day, time)).encode(errors="replace")).hexdigest()
    word = _NO_WORD.sub("-", name.lower()).strip("-")[:40].strip("-")
    return f"{word or 'meeting'}-{digest[:12]}"


def meetings_of(slug: str, content: Any, terms: Terms) -> list[Described]:
    """Read a row as a meeting for each weekday that it names."""
    values = _values(*content)
    return meeting_guide.meetings_of(slug, values, terms)


def _header(text: str) -> tuple[str, list[str]]:
    first = text.lstrip("\r\n").partition("\n")[0][:5000]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        cells = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return delimiter, []
    names = [_NO_WORD.sub("_", cell.strip().lower()).strip("_") for cell in cells]
    return delimiter, [_COLUMNS.get(name, name) for name in names]


def _values(header: Sequence[str], row: Sequence[str]) -> dict[str, Any]:
    if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        raise FieldWrong("record", "The row has more cells than the header; a comma may lack its quotes.")
    values: dict[str, Any] = {}
    for name, cell in zip(header, row, strict=False):
        if cell.strip():
            values.setdefault(name, cell.strip())
    for name, separators in (("day", _DAYS), ("types", _TYPES)):
        if name in values:
            values[name] = [part.strip() for part in separators.split(values[name]) if part.strip()]
    for name in ("time", "end_time"):
        if name in values:
            values[name] = _clock(values[name])
    if values.get("capacity", "").isdecimal() and len(values["capacity"]) < 6:
        values["capacity"] = int(values["capacity"])
    return values


def _clock(text: str) -> str:
    match = _CLOCK_12.fullmatch(text)
    if match is None:
        return text
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return f"{hour:02}:{match[2] or '00'}"
