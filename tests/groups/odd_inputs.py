"""Requests that are right, and everything odd that may stand in one place of them."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

_DATES = ("0001-01-01", "9999-12-31", "1900-02-29")
_MOMENTS = (
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-30T00:00:00Z",
)
_CLOCKS = ("0001-01-01T00:00", "9999-12-31T23:59", "23:59", "00:00")
_RULES = (
    *(
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=999999999",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=YEARLY;BYMONTHDAY=31",
    ),
    *(
        "FREQ=YEARLY;UNTIL=00010101",
        "FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=-366",
        "FREQ=WEEKLY;BYDAY=",
        "RRULE:FREQ=DAILY",
    ),
)
TEXTS = (
    *("", " ", "\x00", "\ud800", "\u202e", "\u200b", "ਪੰਜਾਬੀ 🙂", "a" * 70_000, "%", "$ne", "null", "0", "{}"),
    *(
        "\u0344" * 100,
        "=1+1",
        "http://[::1",
        "Etc/GMT+14",
        "Asia/Kolkata\n",
        *_DATES,
        *_MOMENTS,
        *_CLOCKS,
        *_RULES,
    ),
)
NUMBERS = (-1, 0, 1, 0.5, 1e308, 1e-308, 2**31, 2**53 + 1, 2**63, 2**70, 10**400, float("nan"), float("inf"))
OTHERS: tuple[Any, ...] = (None, True, 0, "x", [], {}, [None], [[]], {"$ne": 1}, ["x"] * 300)
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Request:
    """A request whose path, query and body may name what is there, in braces."""

    method: str
    path: str
    body: Any = None
    query: dict[str, Any] | None = None
    template: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def filled(self, real: dict[str, list[str]]) -> "Request":
        """Put the first of what is there into the braces."""
        first = {name: found[0] for name, found in real.items()}
        body, query = (_filled(part, first) for part in (self.body, self.query))
        return replace(self, path=self.path.format_map(first), body=body, query=query, template=self.path)

    def odd(self) -> Iterator["Request"]:
        """Give this request with something odd in each of its places in turn, and one date in all of them."""
        for part in ("body", "query"):
            whole = getattr(self, part)
            for path in _places(whole):
                for value in _odd(whole, path, texts=part == "query"):
                    yield replace(self, **{part: _changed(whole, {path: value})})
            for moments in (_DATES, _MOMENTS):
                dated = [path for path in _places(whole) if _looks_alike(_at(whole, path), moments[0])]
                if len(dated) > 1:
                    yield from (
                        replace(self, **{part: _changed(whole, dict.fromkeys(dated, each))})
                        for each in moments
                    )


def _filled(value: Any, first: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(first)
    if isinstance(value, list):
        return [_filled(each, first) for each in value]
    if isinstance(value, dict):
        return {name: _filled(each, first) for name, each in value.items()}
    return value


def _places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield from _places(each, (*path, name))


def _at(value: Any, path: Path) -> Any:
    for name in path:
        value = value[name]
    return value


def _odd(whole: Any, path: Path, *, texts: bool) -> Iterator[Any]:
    value = _at(whole, path)
    if texts:  # Only what a URL can carry.
        yield from (each for each in TEXTS if "\ud800" not in each and len(each) < 10_000)
        yield from map(str, NUMBERS)
        return
    yield from OTHERS
    if isinstance(value, str):
        yield from TEXTS
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from NUMBERS


def _changed(whole: Any, values: dict[Path, Any]) -> Any:
    whole = copy.deepcopy(whole)
    for path, value in values.items():
        _at(whole, path[:-1])[path[-1]] = value
    return whole


def _looks_alike(value: Any, other: str) -> bool:
    return (
        isinstance(value, str)
        and len(value) >= len(other) - 1
        and value[:10].replace("-", "").isdigit()
        and (("T" in value) == ("T" in other))
    )
