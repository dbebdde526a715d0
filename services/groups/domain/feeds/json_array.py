"""A Meeting Guide feed as a text: its records, each with the line on which it starts."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from groups.domain.errors import FeedInvalid
from groups.domain.feeds.described import MAX_RECORDS, Record

_SPACE = re.compile(r"[ \t\n\r]*")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def read_records(feed: bytes) -> list[Record]:
    """Read every record of a feed; raises FeedInvalid, with the line, when it is no JSON array of records."""
    try:
        text = feed.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FeedInvalid("The feed is not UTF-8 text.") from None
    records: list[Record] = []
    for record in _records(text):
        if len(records) == MAX_RECORDS:
            raise FeedInvalid(f"The feed has more than {MAX_RECORDS:,} records.")
        records.append(record)
    return records


def _records(text: str) -> Iterator[Record]:
    position = _skip_space(text, 0)
    if text[position : position + 1] != "[":
        raise FeedInvalid("A Meeting Guide feed is a JSON array of meetings.")
    line, counted_to = 1, 0
    position = _skip_space(text, position + 1)
    if text[position : position + 1] == "]":
        _expect_the_end(text, position + 1)
        return
    while True:
        line += text.count("\n", counted_to, position)
        counted_to = position
        content, position = _decode(text, position, line)
        yield Record(line, content)
        position = _skip_space(text, position)
        separator = text[position : position + 1]
        position = _skip_space(text, position + 1)
        if separator == "]":
            _expect_the_end(text, position)
            return
        if separator != ",":
            raise FeedInvalid(f"The record on line {line} is not followed by a comma or the array's end.")


def _decode(text: str, position: int, line: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, position)
    except RecursionError:
        raise FeedInvalid(f"The record on line {line} is nested too deeply.") from None
    except json.JSONDecodeError as error:
        raise FeedInvalid(f"Line {error.lineno} is not well-formed JSON.") from None
    except ValueError:  # a number of thousands of digits, NaN or Infinity
        raise FeedInvalid(f"The record on line {line} has a number that is none.") from None


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _expect_the_end(text: str, position: int) -> None:
    if _skip_space(text, position) != len(text):
        raise FeedInvalid("Something follows the feed's array.")
