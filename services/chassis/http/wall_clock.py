"""What a calendar or a clock on the wall says: without a time zone, and each in exactly one spelling."""

import re
from datetime import date, datetime, time
from typing import Any, ClassVar

from marshmallow import fields

_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"


class _Local(fields.Field[Any]):
    # Python reads more spellings ("20260105", "7:5") than JSON Schema calls a date or than a pattern says.
    spelling: ClassVar[str]
    described: ClassVar[dict[str, Any]]
    kind: ClassVar[type[date] | type[time]]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.metadata = {"type": "string", **self.described, **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or re.fullmatch(self.spelling, value) is None:
            raise self.make_error("invalid")
        try:
            return self.kind.fromisoformat(value)
        except ValueError as error:
            raise self.make_error("invalid") from error


class LocalDate(_Local):
    """A day of the calendar, "YYYY-MM-DD"."""

    default_error_messages = {"invalid": "Not a date, YYYY-MM-DD."}
    spelling = _DATE
    described: ClassVar[dict[str, Any]] = {"format": "date"}
    kind = date

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat()


class TimeOfDay(_Local):
    """Hours and minutes, "HH:MM"."""

    default_error_messages = {"invalid": "Not a time of day, HH:MM."}
    spelling = _TIME
    described: ClassVar[dict[str, Any]] = {"pattern": f"^{_TIME}$", "example": "21:30"}
    kind = time

    def _serialize(self, value: time | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat("minutes")


class LocalDateTime(_Local):
    """A day, hours and minutes, "YYYY-MM-DDTHH:MM"."""

    default_error_messages = {"invalid": "Not a date and time of day, YYYY-MM-DDTHH:MM."}
    spelling = f"{_DATE}T{_TIME}"
    described: ClassVar[dict[str, Any]] = {"pattern": f"^{spelling}$", "example": "2026-12-05T19:30"}
    kind = datetime

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat(timespec="minutes")
