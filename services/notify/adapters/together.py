"""Facts that come from Kafka at once are told at once: one reading of contacts, one adding of messages."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

from chassis.parking import Received
from notify.adapters.mongo import MongoMessages
from notify.domain.contacts import Contacts
from notify.domain.message import Message
from notify.ports import MemberContacts, Messages


class Together:
    """The stores of one consumer's thread, which work batch by batch; outside of a batch they are as ever.

    Within, contacts are as they were when the batch began, and messages are added at its end, before its
    facts count as done. Whatever else is asked of either store is asked after what waits was added.
    """

    def __init__(self, contacts: MemberContacts, messages: MongoMessages) -> None:
        self._contacts = contacts
        self._messages = messages
        self.known: dict[str, Contacts] = {}
        self.waiting: list[Message] = []
        self.gathers = False
        # Each passes on what it does not do itself, so that it is all of its port.
        self.contacts = cast("MemberContacts", _ReadAhead(self, contacts))
        self.messages = cast("Messages", _AddedLater(self, messages))

    @contextmanager
    def batch(self, records: Sequence[Received]) -> Iterator[None]:
        """Tell the facts of these records together."""
        members = {each for record in records for each in _named(record.value)}
        if len(members) > 1:
            self.known = dict(self._contacts.of(members))
        self.gathers = True
        try:
            yield
        finally:
            self.gathers = False
            self.settle()

    def settle(self) -> None:
        """Add what waits, and forget what was read: what comes next may change it, or needs to see it."""
        waiting, self.waiting, self.known = self.waiting, [], {}
        if not waiting:
            return
        self._messages.add_once(waiting)
        # Whoever was erased since the contacts were read must not have messages again.
        gone = self._contacts.gone({each.member_id for each in waiting if each.member_id})
        if gone:
            self._messages.forget(gone)


class _ReadAhead:
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


class _AddedLater:
    def __init__(self, together: Together, messages: MongoMessages) -> None:
        self._together = together
        self._messages = messages

    def add_once(self, messages: Sequence[Message]) -> int:
        if not self._together.gathers:
            return self._messages.add_once(messages)
        self._together.waiting += messages
        return len(messages)

    def __getattr__(self, name: str) -> Any:
        self._together.settle()
        return getattr(self._messages, name)


def _named(value: bytes | None) -> Collection[str]:
    """Name the one member whom a fact is about, if it is of one; its schema has not been looked at yet."""
    if value is None or b'"member_id"' not in value:
        return ()
    try:
        member_id = json.loads(value).get("member_id")
    except (ValueError, AttributeError, RecursionError):
        return ()
    return (member_id,) if isinstance(member_id, str) else ()
