"""What the facts of places mean for answers by text, beside what is told of them."""

from __future__ import annotations

from collections.abc import Callable

from chassis.consuming import Readers
from chassis.events import Event
from notify.handlers import offers as handlers
from notify.ports import Offers

Handler = Callable[[Event], None]


def with_offers(readers: Readers, offers: Offers) -> Readers:
    """Let each of these facts keep which seat an answer may mean, before it is told to anybody."""
    kept: dict[str, Callable[[Event, Offers], None]] = {
        "groups.registration.confirmed.v1": handlers.keep_offer,
        "groups.registration.promoted.v1": handlers.keep_offer,
        "groups.registration.released.v1": handlers.drop_offer,
        "groups.registration.cancelled.v1": handlers.drop_offer,
        "groups.registration.meeting-cancelled.v1": handlers.drop_offers,
        "groups.registration.meeting-changed.v1": handlers.move_offers,
    }
    both = {kind: (readers[kind][0], _both(keep, offers, readers[kind][1])) for kind, keep in kept.items()}
    return {**readers, **both}


def _both(keep: Callable[[Event, Offers], None], offers: Offers, tell: Handler) -> Handler:
    def handle(event: Event) -> None:
        keep(event, offers)
        tell(event)

    return handle
