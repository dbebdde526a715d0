"""From an event to its handler: by type, through the reader's own schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from marshmallow import EXCLUDE, Schema, ValidationError

from chassis.events import Event, InvalidMessage

Handler = Callable[[Event], None]


class Dispatcher:
    """Hands each event to the one handler of its type; types that nobody reads are passed over.

    A handler gets the event with `data` as its schema loaded it, without fields the schema does not name.
    """

    def __init__(self, readers: Mapping[str, tuple[type[Schema], Handler]]) -> None:
        self._readers = {
            kind: (schema(unknown=EXCLUDE), handler) for kind, (schema, handler) in readers.items()
        }

    def __call__(self, event: Event) -> None:
        """Handle one event; raises InvalidMessage, naming the fields, when its data is not what is read."""
        reader = self._readers.get(event.type)
        if reader is None:
            return
        schema, handler = reader
        try:
            data = schema.load(event.data)
        except ValidationError as error:
            raise InvalidMessage(f"{event.type}: {error.messages}") from error
        handler(replace(event, data=data))
