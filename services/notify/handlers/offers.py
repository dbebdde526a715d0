"""C and X: a seat is confirmed or given up by one letter, where it is clear which one is meant."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.events import DomainEvent, Event
from notify.domain.answer import Word
from notify.domain.events.seats import SeatConfirmed, SeatGivenUp
from notify.domain.message import Template
from notify.domain.offer import Offer, to_confirm, to_give_up
from notify.handlers.desk import Desk, Incoming, reply
from notify.handlers.stopping import stop
from notify.ports import Offers


def confirm(incoming: Incoming, desk: Desk) -> list[DomainEvent]:
    """Take the promised seat that is meant; groups confirms it, and what it tells is the answer."""
    if (member := incoming.member) is None:
        return []
    offers = desk.offers.of(member.member_id, incoming.at)
    offer = _clear(to_confirm(offers, incoming.at), incoming, desk)
    return [_fact(SeatConfirmed, incoming, offer)] if offer else []


def give_up(incoming: Incoming, desk: Desk) -> list[DomainEvent]:
    """Give back the seat that is meant; groups cancels it, and what it tells is the answer.

    CANCEL of somebody who has no seat to come is STOP, for which carriers take it.
    """
    offers = desk.offers.of(incoming.member.member_id, incoming.at) if incoming.member else []
    meant = to_give_up(offers, incoming.at)
    if not meant and incoming.reading is Word.CANCEL:
        stop(incoming, desk)
        return []
    if incoming.member is None:
        return []
    offer = _clear(meant, incoming, desk)
    return [_fact(SeatGivenUp, incoming, offer)] if offer else []


def _clear(meant: Sequence[Offer], incoming: Incoming, desk: Desk) -> Offer | None:
    """Give the one seat that is meant; else say what is the matter, and change nothing."""
    if len(meant) == 1:
        return meant[0]
    reply(Template.WHICH_PLACE if meant else Template.PLACE_GONE, incoming, desk)
    return None


def _fact(kind: type[SeatConfirmed] | type[SeatGivenUp], incoming: Incoming, offer: Offer) -> DomainEvent:
    return kind(
        answer_id=incoming.id,
        member_id=offer.member_id,
        occurrence_id=offer.occurrence_id,
        registration_id=offer.registration_id,
    )


def keep_offer(event: Event, offers: Offers) -> None:
    """Keep that a member has a seat, theirs or promised until they have to answer."""
    data = event.data
    offers.keep(
        Offer(
            member_id=data["member_id"],
            occurrence_id=data["occurrence_id"],
            registration_id=data["registration_id"],
            starts_at=data["starts_at"],
            told_at=event.time,
            answer_by=data.get("answer_by"),
        ),
        event.sequence,
    )


def drop_offer(event: Event, offers: Offers) -> None:
    """Keep that a member has no seat any more."""
    data = event.data
    offers.drop(data["member_id"], data["occurrence_id"], data["starts_at"], event.sequence)


def drop_offers(event: Event, offers: Offers) -> None:
    """Keep that nobody has a seat in a meeting that will not be."""
    _move(event, offers, gone=True)


def move_offers(event: Event, offers: Offers) -> None:
    """Keep when a meeting is that was moved; its members were told just now."""
    _move(event, offers, gone=False)


def _move(event: Event, offers: Offers, *, gone: bool) -> None:
    data = event.data
    offers.move(
        data["member_ids"],
        data["occurrence_id"],
        data["starts_at"],
        event.sequence,
        told_at=event.time,
        gone=gone,
    )
