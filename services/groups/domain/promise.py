"""Promised seats: whoever is seated from the queue has a time to answer before the seat goes to the next."""

from dataclasses import replace
from datetime import datetime, timedelta

from groups.domain.errors import (
    MeetingFull,
    NothingPromised,
    PromiseExpired,
    RegistrationCancelled,
    RegistrationUnknown,
    TooManyChanges,
    UndoTooLate,
)
from groups.domain.events import RegistrationConfirmed, RegistrationReleased
from groups.domain.occurrence import Occurrence
from groups.domain.place import QUEUE_BOUND, REGISTRATIONS_EACH, Place, Registration, Released

UNDO = timedelta(minutes=1)  # for how long a cancellation can be taken back


def confirm(occurrence: Occurrence, registration_id: str, member_id: str, at: datetime) -> Registration:
    """Make a promised seat the member's own; a repetition gives the same answer.

    Raises NothingPromised to whoever waits, PromiseExpired, RegistrationCancelled, RegistrationUnknown,
    MeetingCancelled, RegistrationClosed or MeetingBusy.
    """
    place = occurrence.find(registration_id, member_id)
    if place is None:
        raise _why_gone(occurrence, registration_id, member_id)
    if place in occurrence.queue:
        raise NothingPromised
    if place.until is None:
        return occurrence.told(place)
    occurrence.refuse_unless_open(at)
    if place.until <= at:
        raise PromiseExpired
    own = replace(place, until=None)
    occurrence.seats[occurrence.seats.index(place)] = own
    occurrence.events.append(RegistrationConfirmed(**occurrence.about(own)))
    return occurrence.told(own)


def release_unanswered(occurrence: Occurrence, at: datetime) -> int:
    """Take back the promised seats whose time is over and promise them to the next; gives how many.

    Raises MeetingCancelled, RegistrationClosed or MeetingBusy.
    """
    occurrence.refuse_unless_open(at)
    over = [place for place in occurrence.seats if place.until is not None and place.until <= at]
    for place in over:
        occurrence.leave(place, None)
        occurrence.events.append(RegistrationReleased(**occurrence.about(place)))
    if over:
        occurrence.promote(at)
    return len(over)


def restore(occurrence: Occurrence, registration_id: str, member_id: str, at: datetime) -> Registration:
    """Take a cancellation back within a minute: a free seat, else the place in the queue; once only.

    Whoever had a seat that went on meanwhile comes before all who wait. Raises RegistrationUnknown,
    UndoTooLate, TooManyChanges, MeetingFull, MeetingCancelled, RegistrationClosed or MeetingBusy.
    """
    left = _last_left(occurrence, registration_id, member_id)
    if left is None and occurrence.find(registration_id, member_id) is None:
        raise RegistrationUnknown
    if held := occurrence.held_by(member_id):
        return held
    occurrence.refuse_unless_open(at)
    if left is None or left.at is None or left.at + UNDO <= at:
        raise UndoTooLate
    if occurrence.times_left(member_id) >= REGISTRATIONS_EACH:
        raise TooManyChanges
    if not occurrence.free_seats and len(occurrence.queue) >= QUEUE_BOUND:
        raise MeetingFull
    return occurrence.place(Place(registration_id, member_id, left.standing), left.position)


def _last_left(occurrence: Occurrence, registration_id: str, member_id: str) -> Released | None:
    for each in reversed(occurrence.released):
        if (each.registration_id, each.member_id) == (registration_id, member_id):
            return each
    return None


def _why_gone(occurrence: Occurrence, registration_id: str, member_id: str) -> Exception:
    left = _last_left(occurrence, registration_id, member_id)
    if left is None:
        return RegistrationUnknown()
    return PromiseExpired() if left.at is None else RegistrationCancelled()
