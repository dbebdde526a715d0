"""Schemas and fields of the HTTP edge: typed, bounded, and closed to unknown fields."""

import re
from datetime import UTC, datetime
from typing import Any, ClassVar

from marshmallow import RAISE, fields, validate
from marshmallow import Schema as MarshmallowSchema

from chassis.ids import ID_PATTERN

MAX_CURSOR_LENGTH = 512
MAX_PAGE_SIZE = 100
DEFAULT_PAGE_SIZE = 20

# RFC 3339 section 5.6: the offset is not optional.
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_WHOLE_NUMBER = re.compile(r"-?\d{1,18}", re.ASCII)
_DECIMAL_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,3})?", re.ASCII)


class Schema(MarshmallowSchema):
    """A schema that refuses the fields it does not know."""

    class Meta:
        unknown = RAISE


class Id(fields.String):
    """An id: 32 lowercase hexadecimal digits."""

    def __init__(self, **kwargs: Any) -> None:
        message = "Not an id of 32 hexadecimal digits."
        # Python's "$" also matches before a line's end; the document's does not.
        super().__init__(validate=validate.Regexp(f"{ID_PATTERN[:-1]}\\Z", error=message), **kwargs)
        self.metadata = {"pattern": ID_PATTERN, **self.metadata}


class UtcDateTime(fields.Field[datetime]):
    """A moment: RFC 3339 with an offset outside, an aware UTC datetime inside."""

    default_error_messages = {"invalid": "Not a date and time with an offset (RFC 3339)."}

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else rfc3339(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            return parse_rfc3339(value)
        except ValueError as error:
            raise self.make_error("invalid") from error


class WholeNumber(fields.Integer):
    """A whole number: a JSON number without a fraction, or its plain digits in a query; never ``true``."""

    def _validated(self, value: Any) -> int:
        # JSON Schema counts 6.0 as an integer; beyond 2**53 a float no longer says which one it means.
        whole_float = type(value) is float and value.is_integer() and abs(value) < 2**53
        plain = isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value) is not None
        if not plain and not whole_float and type(value) is not int:
            raise self.make_error("invalid", input=value)
        return int(value)


class DecimalNumber(fields.Float):
    """A finite number: a JSON number, or its plain digits in a query; never ``true`` nor NaN."""

    def _validated(self, value: Any) -> float:
        plain = isinstance(value, str) and _DECIMAL_NUMBER.fullmatch(value) is not None
        if not plain and type(value) not in (int, float):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class TrueOrFalse(fields.Boolean):
    """``true`` or ``false``, as JSON or as a word in a query; never a number."""

    _WORDS: ClassVar[dict[str, bool]] = {"true": True, "false": False}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if type(value) is bool:
            return value
        if not isinstance(value, str) or value not in self._WORDS:
            raise self.make_error("invalid", input=value)
        return self._WORDS[value]


class PageArguments(Schema):
    """Which page of a list: how many (1 to 100, 20 unless told) and from where."""

    page_size = WholeNumber(
        load_default=DEFAULT_PAGE_SIZE, validate=validate.Range(1, MAX_PAGE_SIZE), metadata={"example": 20}
    )
    cursor = fields.String(
        load_default=None,
        validate=validate.Length(1, MAX_CURSOR_LENGTH),
        metadata={"description": "The `next_cursor` of the page before."},
    )


def rfc3339(moment: datetime) -> str:
    """Write an aware moment as RFC 3339 in UTC, with Z."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat().replace("+00:00", "Z")


def parse_rfc3339(text: Any) -> datetime:
    """Read an RFC 3339 date and time as UTC; ValueError for anything else."""
    if not isinstance(text, str) or _TIMESTAMP.fullmatch(text) is None:
        raise ValueError("Not RFC 3339")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("Outside the calendar") from error
