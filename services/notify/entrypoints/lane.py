"""One channel's way out: its provider, its breaker, its threads, and the messages they hold.

Each channel has threads of its own, so that a mail server that hangs keeps no text waiting.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from queue import Empty, SimpleQueue

from chassis.clock import utc_now
from chassis.logs import get_logger
from notify import metrics
from notify.adapters.breaker import ProviderBreaker
from notify.domain.delivery import Ambiguous, Outcome, Timings, after_outcome, released
from notify.domain.message import Change, Message
from notify.handlers.sending import refusal_before_sending, send
from notify.ports import Provider, Writing

# What is held for each thread, so that none waits for the next claim; half of it is claimed at a time.
HELD = 8

log = get_logger()

_Task = tuple[Message, str | None]


class Lane:
    """Sends the messages of one channel with a few threads and hands every result to `record`."""

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
    ) -> None:
        self.channel = channel
        self.contact = contact or channel  # the kind of contact that the channel needs
        self.provider = provider
        self.breaker = breaker or ProviderBreaker()
        self._writing = writing
        self._timings = timings
        self._width = threads
        self._most = threads * HELD
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._held = 0
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._record: Callable[[Change], None] = lambda change: None
        self._freed: Callable[[], None] = lambda: None

    def start(self, record: Callable[[Change], None], freed: Callable[[], None]) -> None:
        """Start the threads; `freed` is called when there is room again."""
        self._record, self._freed = record, freed
        self._threads = [
            threading.Thread(target=self._work, name=f"{self.channel}-{number}")
            for number in range(self._width)
        ]
        for thread in self._threads:
            thread.start()

    def room(self) -> int:
        """Say how many messages to claim now: none while the provider is away or enough is held."""
        with self._lock:
            held = self._held
        free = self._most - held
        return 0 if 2 * free < self._most else self.breaker.admits(free, held)

    def take(self, messages: Sequence[Message], recipients: Mapping[str, str]) -> None:
        """Hold claimed messages until a thread sends them."""
        with self._lock:
            self._held += len(messages)
        for message in messages:
            self._tasks.put((message, recipients.get(message.id)))

    def drain(self) -> None:
        """Finish what is being sent and give back what is not."""
        try:
            while task := self._tasks.get_nowait():
                self._record(released(task[0], utc_now()))
        except Empty:
            pass
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        self.provider.close()

    def _work(self) -> None:
        while task := self._tasks.get():
            self._record(self._sent(*task))
            with self._lock:
                self._held -= 1
                has_room = 2 * self._held == self._most or self._held == 0
            if has_room:
                self._freed()

    def _sent(self, message: Message, recipient: str | None) -> Change:
        started = utc_now()
        if self.breaker.is_open:
            return released(message, started)
        refusal = refusal_before_sending(message, self.provider, started)
        if refusal:
            return refusal
        if message.attempts == 1:
            metrics.WAITED_SECONDS.labels(self.channel).observe(
                (started - message.created_at).total_seconds()
            )
        outcome = self._outcome(message, recipient)
        self.breaker.note(outcome)
        return after_outcome(message, outcome, utc_now(), self._timings)

    def _outcome(self, message: Message, recipient: str | None) -> Outcome:
        began = time.perf_counter()
        try:
            return send(message, recipient, self.provider, self._writing)
        except Exception:  # A bug must cost neither the thread nor, by a blind repetition, a second text.
            log.exception("message_send_failed", message_id=message.id, channel=self.channel)
            return Ambiguous()
        finally:
            metrics.SEND_SECONDS.labels(self.channel).observe(time.perf_counter() - began)
