"""Meeting series as MongoDB documents, and back."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any

from groups.adapters.documents import Document
from groups.domain.changes import Change, Segment
from groups.domain.meeting import MeetingSeries

_MINUTE = timedelta(minutes=1)


def from_series(series: MeetingSeries) -> Document:
    """Write a series: dates and wall clock times as texts, durations in minutes."""
    named = {each.name: getattr(series, each.name) for each in fields(series) if each.compare}
    return _written(named) | {
        "changes": {
            day.isoformat(): _written({each.name: getattr(change, each.name) for each in fields(change)})
            for day, change in series.changes.items()
        },
        "segments": [
            {"since": segment.since.isoformat(), "values": _written(segment.values)}
            for segment in series.segments
        ],
    }


def to_series(document: Mapping[str, Any], revision: int) -> MeetingSeries:
    """Read a series."""
    changes = document["changes"].items()
    segments = document["segments"]
    return MeetingSeries(
        **_read(document)
        | {
            "changes": {date.fromisoformat(day): Change(**_read(change)) for day, change in changes},
            "segments": tuple(
                Segment(since=date.fromisoformat(each["since"]), values=_read(each["values"]))
                for each in segments
            ),
        },
        revision=revision,
    )


_WRITE: Mapping[type, Callable[[Any], Any]] = {
    datetime: lambda moment: moment.isoformat(),
    date: lambda day: day.isoformat(),
    time: lambda clock: clock.strftime("%H:%M"),
    timedelta: lambda duration: duration // _MINUTE,
    tuple: list,
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("starts_on", "resumes_on", "ends_on"), date.fromisoformat),
    "starts_at": datetime.fromisoformat,
    "time": time.fromisoformat,
    "duration": lambda minutes: timedelta(minutes=minutes),
    **dict.fromkeys(("languages", "requires", "types"), tuple),
}


def _written(values: Mapping[str, Any]) -> Document:
    return {name: _WRITE.get(type(value), _same)(value) for name, value in values.items()}


def _read(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if value is None else _READ.get(name, _same)(value) for name, value in document.items()
    }


def _same(value: Any) -> Any:
    return value
