"""A provider in memory that can be told to misbehave, and lanes and a sender to go with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from notify.adapters.breaker import ProviderBreaker
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.adapters.memory_switches import InMemorySwitches
from notify.domain.contacts import Channel
from notify.domain.delivery import Absent, Accepted, LookUp, Outcome, Timings
from notify.domain.faults import Fault
from notify.entrypoints.lane import Lane
from notify.entrypoints.sending import Rhythm, Sender
from notify.ports import Envelope, MemberContacts, Messages, Switches
from tests.notify import examples

QUICK = Timings(
    first_retry=timedelta(milliseconds=20),
    longest_retry=timedelta(milliseconds=100),
    look_up_after=timedelta(milliseconds=20),
    look_up_again=timedelta(milliseconds=20),
    trust_absence_after=timedelta(milliseconds=100),
)


@dataclass
class AnyProvider:
    """Takes everything and lists nothing, unless told otherwise."""

    name: str = "any"
    timeout: float = 1.0
    faults: dict[str, Fault] = field(default_factory=dict)
    answer: Callable[[Envelope], Outcome] = lambda envelope: Accepted(f"id-{envelope.message_id}")
    listed: Callable[[Envelope], LookUp] = lambda _: Absent()
    taken: list[Envelope] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def send(self, envelope: Envelope) -> Outcome:
        self.taken.append(envelope)
        return self.answer(envelope)

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        self.asked.append(envelope.message_id)
        return self.listed(envelope)

    def close(self) -> None:
        """Hold nothing."""


def lane(
    provider: AnyProvider, threads: int = 1, timings: Timings = QUICK, rate: float | None = None
) -> Lane:
    """Make the provider's way out, with a breaker that is quick to try again."""
    return Lane(
        Channel.SMS,
        provider,
        examples.writing(),
        threads=threads,
        timings=timings,
        breaker=ProviderBreaker(failures=5, try_again_after=timedelta(milliseconds=100)),
        rate=rate,
    )


@contextmanager
def running(
    lanes: Sequence[Lane],
    messages: Messages | None = None,
    contacts: MemberContacts | None = None,
    timings: Timings = QUICK,
    switches: Switches | None = None,
) -> Iterator[Messages]:
    """Run a sender over the lanes until the end of the block."""
    messages = messages or InMemoryMessages()
    if contacts is None:
        contacts = InMemoryContacts()
        contacts.keep(examples.contacts())
    sender = Sender(
        messages=messages,
        contacts=contacts,
        writing=examples.writing(),
        lanes=lanes,
        switches=switches or InMemorySwitches(),
        timings=timings,
        rhythm=Rhythm(idle_look=0.01, sweep=0.01),
    )
    with serving(sender):
        yield messages


@contextmanager
def serving(sender: Sender) -> Iterator[None]:
    """Run a sender until the end of the block."""
    stop = threading.Event()
    thread = threading.Thread(target=sender.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()
