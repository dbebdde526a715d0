"""What groups does about seats that members confirm or give up by text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from chassis.consuming import Readers
from chassis.events import Event, NotYet
from groups import inbound
from groups.domain.commands import CancelRegistration, ConfirmRegistration
from groups.domain.errors import MeetingBusy, RuleBroken, StaleAggregate
from groups.domain.place import Registration
from groups.handlers.places import cancel_registration, confirm_registration
from groups.ports import Occurrences

Order = Callable[[Event, Occurrences], Registration]


def readers(occurrences: Occurrences) -> Readers:
    """Name the schema and the handler of each decision."""
    return {
        "notify.seat.confirmed.v1": (inbound.SeatDecided, partial(_decide, _confirm, occurrences)),
        "notify.seat.given-up.v1": (inbound.SeatDecided, partial(_decide, _give_up, occurrences)),
    }


def _decide(order: Order, occurrences: Occurrences, event: Event) -> None:
    """Do as the member decided, as of when they wrote; twice is once.

    What comes too late is left: whatever became of the seat was told as a fact of its own.
    """
    try:
        order(event, occurrences)
    except (MeetingBusy, StaleAggregate) as busy:
        raise NotYet("a meeting is busy") from busy
    except RuleBroken:
        return


def _confirm(event: Event, occurrences: Occurrences) -> Registration:
    return confirm_registration(ConfirmRegistration(**_seat(event), at=event.time), occurrences)


def _give_up(event: Event, occurrences: Occurrences) -> Registration:
    return cancel_registration(CancelRegistration(**_seat(event), at=event.time), occurrences)


def _seat(event: Event) -> dict[str, str]:
    return {name: event.data[name] for name in ("member_id", "occurrence_id", "registration_id")}
