"""What members chose, in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock

from notify.adapters.memory_people import InMemoryContacts
from notify.domain.contacts import Contacts
from notify.domain.errors import MemberUnknown
from notify.domain.preferences import Preferences


class InMemoryChoices:
    """The Choices port on contacts in a dict."""

    def __init__(self, contacts: InMemoryContacts) -> None:
        self._contacts = contacts
        self._lock = Lock()
        self._tested: dict[str, datetime] = {}

    def of(self, member_id: str) -> Contacts:
        found = self._contacts.of([member_id]).get(member_id)
        if found is None:
            raise MemberUnknown(member_id)
        return found

    def change(self, member_id: str, how: Callable[[Preferences], Preferences]) -> Preferences:
        with self._lock:
            known = self.of(member_id)
            chosen = replace(known, preferences=how(known.preferences))
            self._contacts.put(chosen)
            return chosen.preferences

    def may_test(self, member_id: str, at: datetime, pause: timedelta) -> bool:
        last = self._tested.get(member_id)
        if last is not None and last > at - pause:
            return False
        self._tested[member_id] = at
        return True
