"""C and X: a seat is confirmed or given up by one letter, where it is clear which one is meant."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.events import DomainEvent
from notify.domain.answer import Word
from notify.domain.events.seats import SeatConfirmed, SeatGivenUp
from notify.domain.meant import to_confirm, to_give_up
from notify.domain.message import Template
from notify.domain.seat import Seat
from notify.handlers.desk import Desk, Incoming, reply
from notify.handlers.stopping import stop


def confirm(incoming: Incoming, desk: Desk) -> list[DomainEvent]:
    """Take the promised seat that is meant; groups confirms it, and what it tells is the answer."""
    if (member := incoming.member) is None:
        return []
    seats = desk.seats.of_member(member.member_id, incoming.at)
    seat = _clear(to_confirm(seats, incoming.at), incoming, desk)
    return [_fact(SeatConfirmed, incoming, seat)] if seat else []


def give_up(incoming: Incoming, desk: Desk) -> list[DomainEvent]:
    """Give back the seat that is meant; groups cancels it, and what it tells is the answer.

    CANCEL of somebody who has no seat to come is STOP, for which carriers take it.
    """
    seats = desk.seats.of_member(incoming.member.member_id, incoming.at) if incoming.member else []
    meant = to_give_up(seats, incoming.at)
    if not meant and incoming.reading is Word.CANCEL:
        stop(incoming, desk)
        return []
    if incoming.member is None:
        return []
    seat = _clear(meant, incoming, desk)
    return [_fact(SeatGivenUp, incoming, seat)] if seat else []


def _clear(meant: Sequence[Seat], incoming: Incoming, desk: Desk) -> Seat | None:
    """Give the one seat that is meant; else say what is the matter, and change nothing."""
    if len(meant) == 1:
        return meant[0]
    reply(Template.WHICH_PLACE if meant else Template.PLACE_GONE, incoming, desk)
    return None


def _fact(kind: type[SeatConfirmed] | type[SeatGivenUp], incoming: Incoming, seat: Seat) -> DomainEvent:
    return kind(
        answer_id=incoming.id,
        member_id=seat.member_id,
        occurrence_id=seat.occurrence_id,
        registration_id=seat.registration_id,
    )
