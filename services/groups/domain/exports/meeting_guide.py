"""Meetings as a Meeting Guide feed: https://github.com/code4recovery/spec.

A record says "every week on this day" and nothing else, so a rule of several weekdays is several records, and
one that is not weekly says so in its notes. Links, passcodes and telephone numbers of online meetings are in
no record: `conference_url` leads to where one registers.
"""

import re
from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

from groups.domain.exports.listed import Listed, codes, place, told
from groups.domain.exports.weekdays import in_words, weekdays
from groups.domain.meeting_types import LABELS

Record = dict[str, Any]

_DAYS = ("su", "mo", "tu", "we", "th", "fr", "sa")
_NOT_URL_SAFE = re.compile(r"[^A-Za-z0-9-]+")
_TO_JOIN = "The link opens for those who register, from 30 minutes before."
_SLUG_KEPT = 40  # of 64 characters; the rest makes it unique


def records(meeting: Listed, public_url: str) -> Iterator[Record]:
    """Give a record for each weekday of a meeting."""
    common = _common(meeting, public_url)
    for day in weekdays(meeting):
        yield {"slug": _slug(meeting, day), "day": day, **common}


def _slug(meeting: Listed, day: int) -> str:
    """Name a record for good: centres may have given the same slug, and a series has several weekdays."""
    given = _NOT_URL_SAFE.sub("-", meeting.series.slug)[:_SLUG_KEPT].strip("-")
    return f"{given}-{meeting.id[:16]}-{_DAYS[day]}".lstrip("-")


def _common(meeting: Listed, public_url: str) -> Record:
    series = meeting.series
    address, approximate = place(series)
    url = f"{public_url}/#meeting-{meeting.id}"
    record: Record = {
        "name": series.name[:255],
        "time": f"{series.time:%H:%M}",
        "end_time": f"{_end(meeting):%H:%M}",
        "timezone": series.time_zone,
        "formatted_address": address,
        "approximate": "yes" if approximate else "no",
        "types": [code for code in codes(series) if code in LABELS],
        "updated": f"{meeting.updated_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        "url": url,
    }
    if series.latitude is not None and series.longitude is not None:
        record |= {"latitude": series.latitude, "longitude": series.longitude}
    if series.online:
        record |= {"conference_url": url, "conference_url_notes": _TO_JOIN}
    return record | _texts(meeting)


def _end(meeting: Listed) -> Any:
    """Tell the hour on the clock at which it ends; a meeting of a day ends a minute before."""
    lasts = min(meeting.series.duration, timedelta(hours=23, minutes=59))
    starts = meeting.series.time
    minutes = (starts.hour * 60 + starts.minute + lasts // timedelta(minutes=1)) % (24 * 60)
    return starts.replace(hour=minutes // 60, minute=minutes % 60)


def _texts(meeting: Listed) -> Record:
    details = meeting.series.details
    texts = {name: told(details, name, 255) for name in ("location", "region", "sub_region")}
    texts["location_notes"] = told(details, "location_notes", 5000)
    texts["notes"] = "\n".join(filter(None, (in_words(meeting), told(details, "notes", 5000))))
    return {name: text for name, text in texts.items() if text}
