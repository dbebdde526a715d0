"""How a broadcast runs: begun in time, walked batch by batch, done when nothing waits any more."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chassis.events import Event
from chassis.ids import derived_id
from notify.domain.audience import Count, skipped
from notify.domain.broadcast import Broadcast, Phase
from notify.domain.broadcast_errors import BroadcastStale, BroadcastUnknown
from notify.domain.broadcast_plan import CATEGORY
from notify.domain.contacts import INBOX, Contacts
from notify.domain.message import Message, Urgency
from notify.domain.preferences import Purpose
from notify.domain.windows import SERVICE_IMPLICIT, opens_at
from notify.handlers.broadcast_notices import Notices
from notify.handlers.telling import News, notice
from notify.ports import BroadcastMessages, Broadcasts, Messages, Segments

BATCH = 1_000  # people who are loaded at a time; memory does not grow with the segment
LOOK = 5.0  # seconds after which other chores are looked at
PER_SECOND = 100  # messages of one broadcast that fall due together; providers have limits besides
LATEST_HALT = timedelta(minutes=10)  # after a stop: no batch takes longer
FACT = "notify.broadcast"  # what members find as the cause of a message


@dataclass(frozen=True, kw_only=True)
class Walking:
    """Takes broadcasts to everybody who is meant, once to each, whatever crashes on the way."""

    broadcasts: Broadcasts
    segments: Segments
    messages: Messages
    of_broadcasts: BroadcastMessages
    notices: Notices
    batch: int = BATCH
    look: float = LOOK

    def run_due(self, at: datetime) -> int:
        """Do whatever is due with broadcasts, for a while; the answer is how many steps that were."""
        return self.halt_stopped(at) + self.begin_due(at) + self.walk_running(at)

    def halt_stopped(self, at: datetime) -> int:
        """Give up what a walk added while somebody stopped it, or a sender gave back."""
        stopped = self.broadcasts.in_phase(Phase.STOPPED, at - LATEST_HALT)
        return sum(self.of_broadcasts.halt(each.id, at) for each in stopped)

    def begin_due(self, at: datetime) -> int:
        """Let those run whose time has come, as they are counted now."""
        begun = 0
        for broadcast in self.broadcasts.due(at):
            broadcast.begin(self.segments.count(broadcast.plan.segment, at), at)
            begun += self._saved(broadcast, at)
        return begun

    def walk_running(self, at: datetime) -> int:
        """Walk on with each that runs, in turn, until the time is up."""
        until = time.monotonic() + self.look
        running = self.broadcasts.in_phase(Phase.RUNNING)
        steps = 0
        while running and time.monotonic() < until:
            moved = [each for each in running if self._step(each, at)]
            steps += len(moved)
            running = [self.broadcasts.get(each.id) for each in moved]
        return steps

    def _step(self, broadcast: Broadcast, at: datetime) -> bool:
        """Write to one batch, or take note that all is done; False where there is nothing to do now."""
        if broadcast.at_end:
            return self._finished(broadcast, at)
        behind = broadcast.cursor
        people = self.segments.behind(broadcast.plan.segment, behind, self.batch)
        self.messages.add_once(list(_messages(broadcast, people, at)))
        _moved(broadcast, people, at, last=len(people) < self.batch)
        if not self.broadcasts.advance(broadcast, behind):
            self._halt_if_stopped(broadcast, at)
            return False
        return True

    def _halt_if_stopped(self, broadcast: Broadcast, at: datetime) -> None:
        """Give up what was just added, if it was stopped meanwhile; else another scheduler was faster."""
        if self.broadcasts.get(broadcast.id).phase is Phase.STOPPED:
            self.of_broadcasts.halt(broadcast.id, at)

    def _finished(self, broadcast: Broadcast, at: datetime) -> bool:
        if self.of_broadcasts.on_their_way(broadcast.id):
            return False
        broadcast.finish(at)
        self._saved(broadcast, at)
        return False

    def _saved(self, broadcast: Broadcast, at: datetime) -> int:
        self.notices.tell(broadcast, at)
        try:
            self.broadcasts.save(broadcast)
        except (BroadcastStale, BroadcastUnknown):  # Somebody decided otherwise; the next look sees it.
            return 0
        return 1


def _moved(broadcast: Broadcast, people: Sequence[Contacts], at: datetime, *, last: bool) -> None:
    """Count a batch and go on behind it."""
    causes = Counter(cause for each in people if (cause := skipped(each, at)))
    broadcast.walked = broadcast.walked.and_also(Count(people=len(people), skipped=dict(causes)))
    broadcast.cursor = people[-1].member_id if people else broadcast.cursor
    broadcast.at_end = last


def _messages(broadcast: Broadcast, people: Sequence[Contacts], at: datetime) -> Iterator[Message]:
    """Make what a batch is told, spread over time by the place of each in the walk.

    Ids derive from the broadcast and the member alone, and not from a channel: whoever changed their
    order of channels between two tries of one batch is still written to once.
    """
    began = broadcast.started_at or at
    news, fact = _news(broadcast), _fact(broadcast, began)
    for place, member in enumerate(people, start=broadcast.walked.people):
        if skipped(member, at):
            continue
        turn = max(at, began + timedelta(seconds=place // PER_SECOND))
        for message in notice(fact, news, member):
            yield _of_broadcast(message, broadcast, member, turn)


def _of_broadcast(message: Message, broadcast: Broadcast, member: Contacts, turn: datetime) -> Message:
    """Give a message its turn; what lies in the inbox is there, and counts for no report."""
    if message.channel == INBOX:
        return message
    category = SERVICE_IMPLICIT if broadcast.plan.any_hour else CATEGORY
    due_at = opens_at(Urgency.BULK, member.preferences, member.time_zone, turn, category)
    # Who is open at no hour is told so at its expiry, rather than never.
    due_at = min(due_at, message.expires_at)
    outward_id = derived_id(broadcast.id, member.member_id, "outward")
    return replace(message, id=outward_id, broadcast_id=broadcast.id, due_at=due_at)


def _news(broadcast: Broadcast) -> News:
    return News(
        template=broadcast.plan.template,
        expires_at=broadcast.plan.useful_until,
        params=broadcast.plan.values,
        urgency=Urgency.BULK,
        purpose=Purpose.NEWS,
        centre_id=broadcast.centre_id,
    )


def _fact(broadcast: Broadcast, began: datetime) -> Event:
    """Stand in for a fact from a topic: the broadcast itself is what members are told of."""
    return Event(
        id=broadcast.id,
        type=FACT,
        source="notify",
        time=began,
        key=broadcast.id,
        sequence=0,
        data={},
        traceparent=None,
    )
