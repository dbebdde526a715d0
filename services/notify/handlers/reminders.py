"""Places in meetings as groups tells of them; reminders move and go with them, and are given when due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chassis.events import Event, NotYet
from chassis.ids import derived_id
from notify.domain.contacts import Contacts
from notify.domain.message import Message, Template, Urgency
from notify.domain.preferences import Purpose
from notify.domain.reminding import Fate
from notify.domain.seat import Seat
from notify.handlers.telling import News, notice
from notify.ports import MemberContacts, Messages, Seats

MOST_AT_ONCE = 200  # of each look, so that what an outage left leaves evenly
TRIES = 3
REMINDER_DUE = "notify.reminder.due.v1"


def seat_id(occurrence_id: str, member_id: str) -> str:
    """Name the one seat of a member in an occurrence."""
    return derived_id("seat", occurrence_id, member_id)


def keep_seat(event: Event, seats: Seats, contacts: MemberContacts) -> None:
    """Keep a place that is the member's now or promised, and plan the reminders of one that is theirs."""
    data = event.data
    member = contacts.of([data["member_id"]]).get(data["member_id"])
    if member is None:
        return
    as_told = replace(
        _unheld(event, data["member_id"]),
        registration_id=data["registration_id"],
        answer_by=data.get("answer_by"),
        sequence=event.sequence,
        held=True,
    )
    _change(_seats_of(event, [data["member_id"]], seats), lambda seat: seat.taken(as_told, member), seats)


def give_up_seat(event: Event, seats: Seats) -> None:
    """Remind a member of a place that they do not have any more of nothing."""
    _give_up(event, [event.data["member_id"]], seats)


def give_up_all(event: Event, seats: Seats) -> None:
    """Remind nobody of a meeting that does not take place."""
    _give_up(event, event.data["member_ids"], seats)


def move_all(event: Event, seats: Seats, contacts: MemberContacts) -> None:
    """Plan the reminders of a meeting anew that is at another time, for everybody who has a place."""
    starts_at, known = event.data["starts_at"], contacts.of(event.data["member_ids"])

    def decide(seat: Seat) -> Seat:
        member = known.get(seat.member_id)
        return seat.moved(starts_at, member, event.sequence, event.time) if member else seat

    _change(_seats_of(event, event.data["member_ids"], seats), decide, seats)


def replan(member_id: str, seats: Seats, contacts: MemberContacts, at: datetime) -> None:
    """Plan what is to come for a member anew, who lives by another clock or chose other leads."""
    member = contacts.of([member_id]).get(member_id)
    if member is not None:
        _change(lambda: seats.of_member(member_id, at), lambda seat: seat.planned(member, at), seats)


def remind(
    seats: Seats, contacts: MemberContacts, messages: Messages, note: Callable[[Fate], None], at: datetime
) -> int:
    """Give the reminders that are due, those that waited longest first; the answer is of how many seats.

    What came too late is noted and not given. Whoever does the same at once makes the same messages. Whether
    the place is still the member's is asked once more right before each leaves (`handlers/limits.py`).
    """
    due = seats.due(at, MOST_AT_ONCE)
    if not due:
        return 0
    known = contacts.of({each.member_id for each in due})
    steps = [(seat, *seat.reminded(at)) for seat in due]
    told = {seat.id: _told(seat, lead, known, at) for seat, lead, _ in steps if lead is not None}
    messages.add_once([each for of_seat in told.values() for each in of_seat])
    kept = seats.save([done for _, _, done in steps])
    for seat, _, done in steps:
        if seat.id in kept:
            for lead in {each.lead for each in seat.pending} - {each.lead for each in done.pending}:
                note(done.fates[lead])
    return len(due)


def _told(seat: Seat, lead: timedelta, known: Mapping[str, Contacts], at: datetime) -> Sequence[Message]:
    """Make what a member is told; of who does not agree to messages, and of who is gone, nothing."""
    member = known.get(seat.member_id)
    if member is None or member.quiet:
        return []
    fact = Event(
        id=_reminder_id(seat, lead),
        type=REMINDER_DUE,
        source="notify",
        time=at,
        key=seat.occurrence_id,
        sequence=seat.sequence,
        data={},
        traceparent=None,
    )
    news = News(
        template=Template.REMINDER,
        expires_at=seat.starts_at,
        params={"starts_at": seat.starts_at},
        urgency=Urgency.TIMELY,
        purpose=Purpose.REMINDERS,
    )
    return [replace(each, seat_id=seat.id) for each in notice(fact, news, member)]


def _reminder_id(seat: Seat, lead: timedelta) -> str:
    """Name one reminder: the same, whoever gives it and however often; a place taken anew has others."""
    moments = (each.isoformat() for each in (seat.since, seat.starts_at))
    return derived_id("reminder", seat.id, *moments, str(int(lead.total_seconds())))


def _give_up(event: Event, member_ids: Collection[str], seats: Seats) -> None:
    _change(_seats_of(event, member_ids, seats), lambda seat: seat.given_up(event.sequence), seats)


def _seats_of(event: Event, member_ids: Collection[str], seats: Seats) -> Callable[[], list[Seat]]:
    """Read the members' seats in the occurrence of a fact; who has none has one that is not held."""
    unheld = [_unheld(event, each) for each in member_ids]

    def read() -> list[Seat]:
        known = seats.of([each.id for each in unheld])
        return [known.get(each.id) or each for each in unheld]

    return read


def _unheld(event: Event, member_id: str) -> Seat:
    """Give the seat of who never had one."""
    occurrence_id = event.data["occurrence_id"]
    return Seat(
        id=seat_id(occurrence_id, member_id),
        member_id=member_id,
        occurrence_id=occurrence_id,
        starts_at=event.data["starts_at"],
        since=event.time,
        told_at=event.time,
        sequence=0,
        held=False,
    )


def _change(read: Callable[[], Sequence[Seat]], decide: Callable[[Seat], Seat], seats: Seats) -> None:
    """Change seats, again where somebody else did meanwhile; NotYet where that never ends."""
    for _ in range(TRIES):
        steps = [(seat, decide(seat)) for seat in read()]
        changed = [after for seat, after in steps if after != seat]
        if len(seats.save(changed)) == len(changed):
            return
    raise NotYet("seats are being changed by somebody else")
