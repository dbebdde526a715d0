"""Facts that come from Kafka at once are told at once: one reading and one writing of each store."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, cast

from chassis.events import NotYet
from chassis.parking import Received
from notify.domain.contacts import Contacts
from notify.domain.message import Message
from notify.domain.seat import Seat
from notify.handlers.reminders import seat_id
from notify.ports import MemberContacts, Messages, Seats


class Together:
    """The stores of one consumer's thread, which work batch by batch; outside of a batch they are as ever.

    Within, contacts and seats are as they were when the batch began, and what is kept is kept at its end,
    before its facts count as done. Whatever else is asked of a store is asked after what waits was kept.

    `forget` lets go of what was kept of those among members who are gone: whoever was erased since the
    contacts were read must not have messages and seats again.
    """

    def __init__(
        self,
        contacts: MemberContacts,
        messages: Messages,
        seats: Seats,
        forget: Callable[[Collection[str]], None],
    ) -> None:
        self._contacts, self._messages, self._seats = contacts, messages, seats
        self.forget = forget
        self._lost = False
        self.gathers = False
        self.known: dict[str, Contacts] = {}
        self.places: dict[str, Seat | None] = {}  # None: nobody ever had it
        self.told: list[Message] = []
        self.changed: dict[str, Seat] = {}
        # Each passes on what it does not do itself, so that it is all of its port.
        self.contacts = cast("MemberContacts", _ContactsReadAhead(self, contacts))
        self.messages = cast("Messages", _MessagesAddedLater(self, messages))
        self.seats = cast("Seats", _SeatsSavedLater(self, seats))

    @contextmanager
    def batch(self, records: Sequence[Received]) -> Iterator[None]:
        """Tell the facts of these records together.

        Raises NotYet where a seat was changed by somebody else meanwhile; told again one by one, each fact
        finds what became of it.
        """
        self._read_ahead([about for each in records if (about := _about(each.value))])
        self.gathers, self._lost = True, False
        try:
            yield
        finally:
            self.gathers = False
            self.settle()
        if self._lost:
            raise NotYet("a seat was changed by somebody else")

    def settle(self) -> None:
        """Keep what waits, and forget what was read: what comes next may change it, or needs to see it.

        What cannot be kept amid a batch waits until its end, for the facts that told it count as done.
        """
        self.known, self.places = {}, {}
        is_kept = False
        try:
            self._keep(self.told, list(self.changed.values()))
            is_kept = True
        finally:
            if is_kept or not self.gathers:
                self.told, self.changed = [], {}

    def _keep(self, told: Sequence[Message], changed: Sequence[Seat]) -> None:
        if not told and not changed:
            return
        self._messages.add_once(told)  # First, for a sender waits for them.
        self._lost |= len(self._seats.save(changed)) < len(changed)
        named = [each.member_id for each in told] + [each.member_id for each in changed]
        self.forget({each for each in named if each})

    def _read_ahead(self, abouts: Sequence[_About]) -> None:
        members = {each.member_id for each in abouts}
        if len(members) > 1:
            self.known = dict(self._contacts.of(members))
        places = {seat_id(each.occurrence_id, each.member_id) for each in abouts if each.occurrence_id}
        if len(places) > 1:
            self.places = {**dict.fromkeys(places), **self._seats.of(places)}


class _ContactsReadAhead:
    def __init__(self, together: Together, contacts: MemberContacts) -> None:
        self._together = together
        self._contacts = contacts

    def of(self, member_ids: Collection[str]) -> Mapping[str, Contacts]:
        known = self._together.known
        if all(each in known for each in member_ids):
            return {each: known[each] for each in member_ids}
        return self._contacts.of(member_ids)

    def __getattr__(self, name: str) -> Any:
        self._together.settle()
        return getattr(self._contacts, name)


class _MessagesAddedLater:
    def __init__(self, together: Together, messages: Messages) -> None:
        self._together = together
        self._messages = messages

    def add_once(self, messages: Sequence[Message]) -> int:
        self._together.told += messages
        if not self._together.gathers:
            self._together.settle()
        return len(messages)

    def __getattr__(self, name: str) -> Any:
        self._together.settle()
        return getattr(self._messages, name)


class _SeatsSavedLater:
    def __init__(self, together: Together, seats: Seats) -> None:
        self._together = together
        self._seats = seats

    def of(self, seat_ids: Collection[str]) -> Mapping[str, Seat]:
        places = self._together.places
        if all(each in places for each in seat_ids):
            return {each: seat for each in seat_ids if (seat := places[each])}
        self._together.settle()
        return self._seats.of(seat_ids)

    def save(self, seats: Sequence[Seat]) -> Collection[str]:
        """Save later, over the version that was read; outside of a batch at once."""
        if not self._together.gathers:
            kept = self._seats.save(seats)
            self._together.forget({each.member_id for each in seats})
            return kept
        for each in seats:
            self._together.changed[each.id] = self._together.places[each.id] = each
        return [each.id for each in seats]

    def __getattr__(self, name: str) -> Any:
        self._together.settle()
        return getattr(self._seats, name)


class _About(NamedTuple):
    """Whom a fact is about, and which meeting if any."""

    member_id: str
    occurrence_id: str | None


def _about(value: bytes | None) -> _About | None:
    """Name whom a record is about, if it is of one; its schema has not been looked at yet."""
    if value is None or b'"member_id"' not in value:
        return None
    try:
        data = json.loads(value)
        member_id, occurrence_id = data.get("member_id"), data.get("occurrence_id")
    except (ValueError, AttributeError, RecursionError):
        return None
    if not isinstance(member_id, str):
        return None
    return _About(member_id, occurrence_id if isinstance(occurrence_id, str) else None)
