"""One provider's way out: its gate, its threads, and the messages they hold.

Each provider has threads of its own, so that a mail server that hangs keeps no text waiting.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from chassis.clock import utc_now
from chassis.logs import get_logger
from notify import metrics
from notify.adapters.breaker import ProviderBreaker
from notify.domain.delivery import (
    Ambiguous,
    Busy,
    Outcome,
    Refused,
    Timings,
    after_outcome,
    declined,
    released,
)
from notify.domain.faults import Fault
from notify.domain.message import Change, Message, Urgency
from notify.entrypoints.gate import Gate
from notify.entrypoints.held import Held
from notify.handlers.sending import refusal_before_sending, send
from notify.ports import Provider, Writing

# What is held for each thread, so that none waits for the next claim; half of it is claimed at a time.
HELD = 8

log = get_logger()


class Lane:
    """Sends messages through one provider with a few threads and hands every result to `record`.

    One thread more sends nothing but what is urgent, so that calls that hang keep no sign-in code waiting.
    """

    def __init__(
        self,
        channel: str,
        provider: Provider,
        writing: Writing,
        *,
        threads: int,
        timings: Timings,
        breaker: ProviderBreaker | None = None,
        contact: str | None = None,
        rate: float | None = None,
    ) -> None:
        self.channel = channel
        self.contact = contact or channel  # the kind of contact that the channel needs
        self.provider = provider
        self.gate = Gate(provider.name, breaker=breaker, rate=rate)
        self.beside: Sequence[Lane] = ()  # the other lanes of the channel
        self._writing = writing
        self._timings = timings
        self._width = threads
        self._most = threads * HELD
        self._tasks = Held()
        self._held = 0
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._record: Callable[[Change], None] = lambda change: None
        self._freed: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        """Give the provider's name."""
        return self.provider.name

    def start(self, record: Callable[[Change], None], freed: Callable[[], None]) -> None:
        """Start the threads; `freed` is called when there is room again."""
        self._record, self._freed = record, freed
        duties = [Urgency.URGENT, *[Urgency.BULK] * self._width]
        self._threads = [
            threading.Thread(target=self._work, args=(duty,), name=f"{self.name}-{number}")
            for number, duty in enumerate(duties)
        ]
        for thread in self._threads:
            thread.start()

    def room(self) -> int:
        """Say how many messages to claim now: none while the provider is away or enough is held."""
        held = self._count()
        free = self._most - held
        return 0 if 2 * free < self._most else self.gate.admits(free, held)

    def urgent_room(self) -> int:
        """Say how many urgent messages may be claimed now, beyond what is held already."""
        held = self._count()
        return self.gate.admits(max(2 * self._most - held, 0), held)

    def may_be_tried(self, at: datetime) -> bool:
        """Tell whether the ill provider has rested; what it holds already tries it, so one at a time does."""
        return self.gate.is_rested(at) and self._count() == 0

    def take(self, messages: Sequence[Message], recipients: Mapping[str, str]) -> None:
        """Hold claimed messages until a thread sends them."""
        with self._lock:
            self._held += len(messages)
        self.gate.admitted(len(messages))
        self._tasks.put([(each, recipients.get(each.id)) for each in messages])

    def drain(self) -> None:
        """Finish what is being sent and give back what is not."""
        for message, _ in self._tasks.close():
            self._record(released(message, utc_now()))
        for thread in self._threads:
            thread.join()
        self.provider.close()

    def _count(self) -> int:
        with self._lock:
            return self._held

    def _work(self, duty: Urgency) -> None:
        while task := self._tasks.take(duty):
            self._record(self._sent(*task))
            with self._lock:
                self._held -= 1
                has_room = 2 * self._held == self._most or self._held == 0
            if has_room:
                self._freed()

    def _sent(self, message: Message, recipient: str | None) -> Change:
        started = utc_now()
        if self.gate.is_shut:
            return released(message, started)
        refusal = refusal_before_sending(message, self.provider, started)
        if refusal:
            return refusal
        if message.attempts == 1:
            metrics.WAITED_SECONDS.labels(self.channel).observe(
                (started - message.created_at).total_seconds()
            )
        change = self._change(message, self._noted(message, recipient))
        metrics.tell_fate(message, change, self.name)
        return change

    def _noted(self, message: Message, recipient: str | None) -> Outcome:
        began = time.perf_counter()
        outcome = self._outcome(message, recipient)
        seconds = time.perf_counter() - began
        metrics.SEND_SECONDS.labels(self.channel).observe(seconds)
        self.gate.note(outcome, self._fault(outcome), seconds, utc_now())
        return outcome

    def _outcome(self, message: Message, recipient: str | None) -> Outcome:
        try:
            return send(message, recipient, self.provider, self._writing)
        except Exception:  # A bug must cost neither the thread nor, by a blind repetition, a second text.
            log.exception("message_send_failed", message_id=message.id, channel=self.channel)
            return Ambiguous()

    def _fault(self, outcome: Outcome) -> Fault:
        return (
            self.provider.faults.get(outcome.code, Fault.MESSAGE)
            if isinstance(outcome, Refused)
            else Fault.MESSAGE
        )

    def _change(self, message: Message, outcome: Outcome) -> Change:
        """Say how the message goes on: with another provider of the channel, where one may take it."""
        at, others = utc_now(), [each for each in self.beside if each.may_take(message)]
        if others and self._fault(outcome) is Fault.PROVIDER:
            return declined(message, at, self.name)
        if isinstance(outcome, Busy) and any(each.gate.is_open for each in others):
            return released(message, at)
        return after_outcome(message, outcome, at, self._timings)

    def may_take(self, message: Message) -> bool:
        """Tell whether the provider is in use and did not decline this message."""
        return self.gate.is_used and self.name not in message.declined_by
