"""What the facts of places in meetings mean for seats and their reminders, beside what is told of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from chassis.consuming import Readers
from chassis.events import Event
from notify.handlers import reminders
from notify.ports import MemberContacts, Seats

Handler = Callable[[Event], None]


def with_seats(readers: Readers, seats: Seats, contacts: MemberContacts) -> Readers:
    """Let each of these facts keep, move or drop a seat with its reminders too.

    A place that is lost is dropped before it is told, for that may have to wait for a stranger; one that
    is taken is kept after, when the member is known.
    """
    take = partial(reminders.keep_seat, seats=seats, contacts=contacts)
    give_up = partial(reminders.give_up_seat, seats=seats)
    give_up_all = partial(reminders.give_up_all, seats=seats)
    move_all = partial(reminders.move_all, seats=seats, contacts=contacts)

    def plan_anew(event: Event) -> None:
        reminders.replan(event.data["member_id"], seats, contacts, event.time)

    before: dict[str, Handler] = {
        "groups.registration.released.v1": give_up,
        "groups.registration.cancelled.v1": give_up,
        "groups.registration.meeting-cancelled.v1": give_up_all,
        "groups.registration.meeting-changed.v1": move_all,
    }
    after: dict[str, Handler] = {
        "groups.registration.confirmed.v1": take,
        "groups.registration.promoted.v1": take,
        # Another clock has other quiet hours.
        "alumni.member.preferences-changed.v1": plan_anew,
    }
    both = {
        **{kind: _in_order(handler, readers[kind][1]) for kind, handler in before.items()},
        **{kind: _in_order(readers[kind][1], handler) for kind, handler in after.items()},
    }
    return {**readers, **{kind: (readers[kind][0], handler) for kind, handler in both.items()}}


def _in_order(first: Handler, second: Handler) -> Handler:
    def handle(event: Event) -> None:
        first(event)
        second(event)

    return handle
