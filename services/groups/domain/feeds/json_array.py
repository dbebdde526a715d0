"""A feed in JSON: its records, each with the line on which it starts."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from groups.domain.errors import FeedInvalid
from groups.domain.feeds.described import MAX_RECORDS, Record

_SPACE = re.compile(r"[ \t\n\r]*")
_LISTED = "meetings"  # where a JSON object has its array, as BMLT's answer with its table of formats


@dataclass(kw_only=True)
class JsonFeed:
    """The records of a feed, and what stands beside them."""

    records: list[Record] = field(default_factory=list)
    beside: dict[str, Any] = field(default_factory=dict)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def read_json(text: str) -> JsonFeed:
    """Read every record of a feed; raises FeedInvalid, with the line, when it has no array of records."""
    return _Reader(text).read()


class _Reader:
    """Goes through a text once, from record to record."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._line = 1
        self._counted_to = 0
        self._feed = JsonFeed()

    def read(self) -> JsonFeed:
        """Read an array, or an object that has one."""
        match self._next():
            case "[":
                self._array()
            case "{":
                self._object()
            case _:
                raise FeedInvalid("A feed of meetings in JSON is an array of them.")
        self._skip_space()
        if self._position != len(self._text):
            raise FeedInvalid("Something follows the feed's array.")
        return self._feed

    def _array(self) -> None:
        if self._taken("]"):
            return
        while True:
            line = self._line_here()
            if len(self._feed.records) == MAX_RECORDS:
                raise FeedInvalid(f"The feed has more than {MAX_RECORDS:,} records.")
            self._feed.records.append(Record(line, self._value()))
            if self._taken("]"):
                return
            if not self._taken(","):
                raise FeedInvalid(f"The record on line {line} is not followed by a comma or the array's end.")

    def _object(self) -> None:
        ended, listed = self._taken("}"), False
        while not ended:
            name = self._value()
            if not isinstance(name, str) or not self._taken(":"):
                raise FeedInvalid(f"Line {self._line_here()} is not well-formed JSON.")
            if name == _LISTED and self._taken("["):
                self._array()
                listed = True
            else:
                self._feed.beside[name] = self._value()
            ended = self._taken("}")
            if not ended and not self._taken(","):
                raise FeedInvalid(f"Line {self._line_here()} is not well-formed JSON.")
        if not listed:
            raise FeedInvalid("A feed of meetings in JSON is an array of them.")

    def _value(self) -> Any:
        self._skip_space()
        line = self._line_here()
        try:
            value, self._position = _DECODER.raw_decode(self._text, self._position)
        except RecursionError:
            raise FeedInvalid(f"The record on line {line} is nested too deeply.") from None
        except json.JSONDecodeError as error:
            raise FeedInvalid(f"Line {error.lineno} is not well-formed JSON.") from None
        except ValueError:  # a number of thousands of digits, NaN or Infinity
            raise FeedInvalid(f"The record on line {line} has a number that is none.") from None
        return value

    def _next(self) -> str:
        self._skip_space()
        self._position += 1
        return self._text[self._position - 1 : self._position]

    def _taken(self, sign: str) -> bool:
        """Go past a sign if it comes next, and past the space after it."""
        self._skip_space()
        if not self._text.startswith(sign, self._position):
            return False
        self._position += 1
        self._skip_space()
        return True

    def _skip_space(self) -> None:
        if match := _SPACE.match(self._text, self._position):
            self._position = match.end()

    def _line_here(self) -> int:
        self._skip_space()
        self._line += self._text.count("\n", self._counted_to, self._position)
        self._counted_to = self._position
        return self._line
