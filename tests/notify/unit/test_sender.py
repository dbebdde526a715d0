"""The sender's threads: a bug in one stops all, and one message that cannot be written stops none."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

import pytest

from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.adapters.memory_switches import InMemorySwitches
from notify.domain.contacts import Channel
from notify.domain.delivery import DEFAULT_TIMINGS, Absent, Accepted, LookUp, Outcome, Timings
from notify.domain.faults import Fault
from notify.domain.message import State, Template
from notify.entrypoints.lane import Lane
from notify.entrypoints.sending import Rhythm, Sender
from notify.ports import Envelope
from tests.notify import examples
from tests.support.waiting import eventually


class AnyProvider:
    """Takes everything and lists nothing."""

    name = "any"
    timeout = 1.0
    faults: ClassVar[dict[str, Fault]] = {}

    def send(self, envelope: Envelope) -> Outcome:
        return Accepted(f"id-{envelope.message_id}")

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        return Absent()

    def close(self) -> None:
        """Hold nothing."""


def a_sender(messages: InMemoryMessages, timings: Timings = DEFAULT_TIMINGS) -> Sender:
    contacts = InMemoryContacts()
    contacts.keep(examples.contacts())
    writing = examples.writing()
    lane = Lane(Channel.SMS, AnyProvider(), writing, threads=1, timings=timings)
    return Sender(
        switches=InMemorySwitches(),
        messages=messages,
        contacts=contacts,
        writing=writing,
        lanes=[lane],
        timings=timings,
        rhythm=Rhythm(idle_look=0.01, sweep=0.01),
    )


@pytest.mark.parametrize("step", ["claim", "apply", "lapse"])
def test_a_bug_in_any_thread_ends_the_sender(step: str, monkeypatch: pytest.MonkeyPatch):
    messages = InMemoryMessages()
    messages.add_once([examples.message()])

    def fail(*_: object) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr(messages, step, fail)
    stop = threading.Event()

    with pytest.raises(ValueError, match="a bug"):
        a_sender(messages).run(stop)
    assert stop.is_set()


class Bug:
    """What nobody expected in a message."""

    def __str__(self) -> str:
        raise ValueError("a bug")


def test_a_message_that_cannot_be_written_keeps_no_other_in_doubt():
    messages = InMemoryMessages()
    unwritable = examples.message(template=Template.PAPERS_EXPIRING, params={"days_left": Bug()})
    crashed = examples.sending(lease=examples.lease(-1), provider="any")
    messages.add_once([unwritable])
    sender = a_sender(messages, Timings(look_up_after=timedelta(0), trust_absence_after=timedelta(0)))
    stop = threading.Event()
    running = threading.Thread(target=sender.run, args=(stop,))
    running.start()
    try:
        eventually(lambda: messages.find(unwritable.id).state is State.UNKNOWN)
        messages.add_once([crashed])
        eventually(lambda: messages.find(crashed.id).state is State.SENT)
    finally:
        stop.set()
        running.join(10)
    assert messages.find(unwritable.id).state is State.UNKNOWN
    assert not running.is_alive()
