"""Parts of an address: ``<id:...>`` matches an id and ``<date:...>`` a date; a misshaped one is a 404."""

from datetime import date
from typing import Any

from werkzeug.routing import BaseConverter, ValidationError

from chassis.ids import ID_PATTERN


class IdConverter(BaseConverter):
    """Matches 32 lowercase hexadecimal digits."""

    regex = ID_PATTERN.strip("^$")


class DateConverter(BaseConverter):
    """Matches a date of the calendar, YYYY-MM-DD, and gives it as a `date`."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Read a date; one that is in no calendar matches nothing."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: date) -> str:
        """Write a date."""
        return value.isoformat()


def document_id(_converter: IdConverter) -> dict[str, Any]:
    """Describe an id in a path."""
    return {"type": "string", "pattern": ID_PATTERN, "minLength": 32, "maxLength": 32}


def document_date(_converter: DateConverter) -> dict[str, Any]:
    """Describe a date in a path."""
    return {"type": "string", "format": "date"}
