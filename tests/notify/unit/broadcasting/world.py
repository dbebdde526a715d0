"""A world in memory that broadcasts run in, where the process may die at any call of a store."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chassis.clock import utc_now
from notify.adapters.memory_broadcasts import InMemoryBroadcastMessages, InMemoryBroadcasts, InMemorySegments
from notify.adapters.memory_messages import InMemoryMessages
from notify.domain.broadcast import Broadcast, Phase
from notify.domain.contacts import INBOX
from notify.domain.message import Change, Message, State
from notify.handlers.broadcast_notices import Notices
from notify.handlers.broadcasting import Walking
from tests.notify import broadcasting
from tests.notify.broadcasting import AUTHOR, SECOND, PeopleInMemory

PEOPLE = 23
BATCH = 4


class Crash(Exception):
    """Stands for a process that is killed at this point."""


@dataclass
class World:
    """The stores in memory; with `crash_at`, the call of a store by that number kills the process."""

    contacts: PeopleInMemory = field(default_factory=PeopleInMemory)
    messages: InMemoryMessages = field(default_factory=InMemoryMessages)
    broadcasts: InMemoryBroadcasts = field(default_factory=InMemoryBroadcasts)
    crash_at: int | None = None
    before: bool = False  # the call, or after it
    calls: int = 0

    def walking(self) -> Walking:
        """Walk as one process does, which dies when the world says so."""
        of_broadcasts = InMemoryBroadcastMessages(self.messages)
        return Walking(
            broadcasts=_Mortal(self.broadcasts, self),
            segments=InMemorySegments(self.contacts),
            messages=_Mortal(self.messages, self),
            of_broadcasts=_Mortal(of_broadcasts, self),
            notices=Notices(contacts=self.contacts, messages=self.messages),
            batch=BATCH,
        )

    def scheduled(self, **differences: Any) -> Broadcast:
        """Schedule a broadcast, approved if need be."""
        broadcast = broadcasting.draft(**differences)
        count = InMemorySegments(self.contacts).count(broadcast.plan.segment, utc_now())
        broadcast.submit(count, by=AUTHOR, at=utc_now())
        if broadcast.phase is Phase.AWAITING_APPROVAL:
            broadcast.approve(by=SECOND, at=utc_now())
        return self.broadcasts.add(broadcast)

    def outward(self, broadcast: Broadcast) -> list[Message]:
        """Give the messages of a broadcast that leave, so none of the inbox."""
        return [
            each
            for each in self.messages.all()
            if each.broadcast_id == broadcast.id and each.channel != INBOX
        ]

    def settle(self, broadcast: Broadcast, to: State = State.SENT) -> None:
        """Let everything leave that waits."""
        waiting = [each for each in self.outward(broadcast) if each.state is State.CREATED]
        self.messages.apply(
            [Change(message_id=each.id, channel=each.channel, to=to, at=utc_now()) for each in waiting]
        )


class _Mortal:
    """A store whose calls are counted; at one of them the process dies."""

    def __init__(self, store: Any, world: World) -> None:
        self._store, self._world = store, world

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def called(*args: Any) -> Any:
            self._world.calls += 1
            dies = self._world.calls == self._world.crash_at
            if dies and self._world.before:
                raise Crash
            answer = getattr(self._store, name)(*args)
            if dies:
                raise Crash
            return answer

        return called


def run(world: World, broadcast: Broadcast, looks: int = 3) -> Broadcast:
    """Look for due broadcasts so many times, and give this one as it is then."""
    for _ in range(looks):
        world.walking().run_due(broadcast.plan.scheduled_at)
    return world.broadcasts.get(broadcast.id)


def per_person(messages: list[Message]) -> Counter[str | None]:
    """Count the messages of each member."""
    return Counter(each.member_id for each in messages)


def stop(world: World, broadcast: Broadcast) -> None:
    """Stop a broadcast as a second person does."""
    fresh = world.broadcasts.get(broadcast.id)
    fresh.stop(by=SECOND, at=utc_now())
    world.broadcasts.save(fresh)
    InMemoryBroadcastMessages(world.messages).halt(broadcast.id, utc_now())
