"""Cursors: where the next page of a list begins, opaque to the client and checked on return."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis.http.problems import invalid
from chassis.http.schemas import MAX_CURSOR_LENGTH, parse_rfc3339, rfc3339

Value = str | int | datetime


def encode_cursor(values: Sequence[Value]) -> str:
    """Write the sort values of the last row as an opaque text."""
    plain = [rfc3339(each) if isinstance(each, datetime) else each for each in values]
    return urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def one_page(rows: Sequence[Mapping[str, Any]], size: int, *sort: str) -> dict[str, Any]:
    """Give so many rows of one more that was asked for, if there is one: then a page follows.

    ``sort`` names the values by which the rows are sorted, and behind which the next page begins.
    """
    last = rows[size - 1] if len(rows) > size else None
    return {
        "items": rows[:size],
        "next_cursor": encode_cursor([last[name] for name in sort]) if last else None,
    }


def decode_cursor(text: str, kinds: Sequence[type] = ()) -> list[Any]:
    """Read a cursor back; 422 at the field ``cursor`` for anything ``encode_cursor`` did not write.

    ``kinds`` says what its values must be (``str``, ``int`` or ``datetime``), so that a cursor that a
    client invented never reaches a query as something else.
    """
    try:
        values = _values(text)
        if kinds:
            values = [_as(kind, value) for kind, value in zip(kinds, values, strict=True)]
    except (ValueError, Base64Error) as error:
        raise invalid({"cursor": ["Not a cursor of this list."]}) from error
    return values


def _values(text: str) -> list[Any]:
    if len(text) > MAX_CURSOR_LENGTH or not text.isascii():
        raise ValueError("Too long, or no ASCII")
    values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    if not isinstance(values, list) or not all(type(each) in (str, int) for each in values):
        raise ValueError("Not a list of texts and numbers")
    if any(isinstance(each, str) and not _storable(each) for each in values):
        raise ValueError("Not a text of a database")
    return values


def _storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _as(kind: type, value: Any) -> Any:
    if kind is datetime:
        return parse_rfc3339(value)
    if type(value) is not kind:
        raise ValueError("A value of another kind")
    return value
