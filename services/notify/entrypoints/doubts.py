"""Settles what is in doubt at one provider, in a thread of its own: a provider that hangs delays no other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.logs import get_logger
from chassis.mongo import ENGINE_ERRORS
from notify import metrics
from notify.domain.delivery import NoAnswer, Timings, after_look_up
from notify.domain.message import Change, Lease, Message
from notify.entrypoints.lane import Lane
from notify.handlers.sending import as_wished, members_of, recipients, reconcile
from notify.ports import MemberContacts, Messages, Writing

AT_ONCE = 5

log = get_logger()


@dataclass(kw_only=True)
class Doubts:
    """Asks the provider of a lane what became of the messages that it, and nobody else, was handed."""

    lane: Lane
    messages: Messages
    contacts: MemberContacts
    writing: Writing
    timings: Timings
    lease: timedelta
    pause: float  # seconds between two looks while there is little in doubt
    settled: Callable[[], None]  # is called when a message may have become due again
    spent: Callable[[Sequence[Change]], None] = lambda _: None  # is told what turned out to be sent

    def settle_until(self, stop: threading.Event) -> None:
        """Settle until told to stop; an engine that is away delays it."""
        while not stop.is_set():
            try:
                taken = self.settle()
            except ENGINE_ERRORS as error:
                log.warning("doubts_delayed", cause=type(error).__name__)
                taken = 0
            if taken < AT_ONCE:
                stop.wait(self.pause)

    def settle(self) -> int:
        """Settle a few; gives how many were looked at."""
        limit = self.lane.gate.may_ask(AT_ONCE)
        if limit == 0:
            return 0
        lease, now = Lease(new_id(), utc_now() + self.lease), utc_now()
        doubtful = self.messages.claim_unknown(self.lane.channel, self.lane.name, lease, limit, now)
        if not doubtful:
            return 0
        known = members_of(doubtful, self.contacts)
        sealed = recipients(doubtful, known, self.lane.contact)
        for message in (as_wished(each, known) for each in doubtful):
            change = self._change(message, sealed)
            if self.messages.apply([change]):
                self.spent([change])
            metrics.count(change)
            log.info("message_reconciled", message_id=message.id, state=change.to)
        self.settled()
        return len(doubtful)

    def _change(self, message: Message, sealed: Mapping[str, str]) -> Change:
        recipient, provider = sealed.get(message.id), self.lane.provider
        try:
            return reconcile(message, recipient, provider, self.writing, self.messages, self.timings)
        except ENGINE_ERRORS:
            raise
        except Exception:  # One message that nobody can write must not keep all others in doubt.
            log.exception("message_reconcile_failed", message_id=message.id, channel=self.lane.channel)
            return after_look_up(message, NoAnswer(), utc_now(), self.timings)
