"""Parts of an address: ``<id:occurrence_id>`` matches an id and nothing else, so a misshaped one is a 404."""

from typing import Any

from werkzeug.routing import BaseConverter

from chassis.ids import ID_PATTERN


class IdConverter(BaseConverter):
    """Matches 32 lowercase hexadecimal digits."""

    regex = ID_PATTERN.strip("^$")


def document_id(_converter: IdConverter) -> dict[str, Any]:
    """Describe an id in a path."""
    return {"type": "string", "pattern": ID_PATTERN, "minLength": 32, "maxLength": 32}
