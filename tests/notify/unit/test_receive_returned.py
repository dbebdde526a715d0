"""What is done about an e-mail that comes back."""

from datetime import datetime
from typing import Any, cast

import pytest

from chassis.clock import utc_now
from notify.adapters.memory_messages import InMemoryMessages
from notify.domain.contacts import Channel
from notify.domain.message import State
from notify.domain.preferences import Purpose
from notify.domain.returned import Returned, Verdict
from notify.handlers.returned import UNMATCHED, receive_returned
from notify.ports import Reach
from tests.notify import examples

SENT = examples.message(channel=Channel.EMAIL, state=State.SENT, purpose=Purpose.MEETINGS)


class Lost:
    """Notes whose contacts are dead."""

    def __init__(self, noted: list[Any]) -> None:
        self._noted = noted

    def lost(self, member_id: str, channel: str, tried_at: datetime, _at: datetime) -> bool:
        self._noted.append((member_id, channel, tried_at))
        return True


class World:
    """A member who was sent an e-mail."""

    def __init__(self) -> None:
        self.messages = InMemoryMessages()
        self.messages.add_once([SENT])
        self.left: list[Any] = []
        self.lost: list[Any] = []
        self.stopped: list[Any] = []

    def receive(self, verdict: Verdict, message_id: str | None = SENT.id, code: str | None = None) -> str:
        return receive_returned(
            Returned(verdict=verdict, message_id=message_id, code=code),
            messages=self.messages,
            reach=cast("Reach", Lost(self.lost)),
            leave=lambda *what: self.left.append(what),
            stop=lambda *what: self.stopped.append(what),
            at=utc_now(),
        )

    @property
    def message(self):
        return self.messages.find(SENT.id)


def test_a_dead_address_fails_the_message_and_gets_no_other():
    world = World()
    for _ in range(2):
        assert world.receive(Verdict.DEAD, code="5.1.1") == Verdict.DEAD

    assert (world.message.state, world.message.reason) == (State.FAILED, "5.1.1")
    assert world.lost == 2 * [(examples.MEMBER, "email", SENT.tried_at)]


def test_a_refused_email_fails_and_says_nothing_of_the_address():
    world = World()
    world.receive(Verdict.REFUSED, code="5.2.2")

    assert (world.message.state, world.message.reason) == (State.FAILED, "5.2.2")
    assert world.lost == []


@pytest.mark.parametrize("verdict", [Verdict.DELAYED, Verdict.OTHER])
def test_a_delay_and_an_absence_note_change_nothing(verdict):
    world = World()

    assert world.receive(verdict) == verdict
    assert (world.message, world.left) == (SENT, [])


def test_who_complains_gets_no_email_any_more():
    world = World()
    world.receive(Verdict.COMPLAINT)

    assert world.left == [(examples.MEMBER, Purpose.NEWS)]
    assert world.stopped == [(examples.MEMBER, "email")]
    assert world.message.state is State.SENT


def test_who_leaves_by_mail_leaves_what_the_message_was_for():
    world = World()
    world.receive(Verdict.LEFT)

    assert world.left == [(examples.MEMBER, Purpose.MEETINGS)]
    assert world.stopped == []


@pytest.mark.parametrize("message_id", [None, "0" * 32])
def test_what_names_no_message_is_counted_and_does_nothing(message_id):
    assert World().receive(Verdict.DEAD, message_id) == UNMATCHED


def test_a_text_does_not_bounce():
    world = World()
    texts = examples.message(channel=Channel.SMS, state=State.SENT)
    world.messages.add_once([texts])

    assert world.receive(Verdict.DEAD, texts.id) == UNMATCHED
    assert world.lost == []
