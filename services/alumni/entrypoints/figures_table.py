"""Programme figures as a table: a line a figure, so that every spreadsheet can turn them as it likes."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

HEAD = ("centre_id", "since", "until", "figure", "week", "value")
_ABOUT = ("centre_id", "since", "until", "retention")
_OF_RETENTION = ("people", "retained", "share")


def written_table(figures: Iterable[Mapping[str, Any]]) -> str:
    """Write figures as CSV (RFC 4180); an empty value is fewer than five, an empty centre all of them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for each in figures:
        about = (each.get("centre_id", ""), each["since"], each["until"])
        writer.writerows((*about, *line) for line in _lines(each))
    return text.getvalue()


def _lines(figures: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    for name, value in figures.items():
        if name not in _ABOUT:
            yield name, "", value
    for week in figures["retention"]:
        for name in _OF_RETENTION:
            yield f"retention_{name}", week["week"], week[name]
