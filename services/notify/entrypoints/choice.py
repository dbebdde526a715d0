"""Which provider of a channel gets the next messages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from notify.domain.message import Urgency
from notify.entrypoints.lane import Lane
from notify.entrypoints.pause import Pause

# Messages; the one after goes to a provider that did badly, to see whether it still does. Where so many take
# long, the provider is tried after a rest (`domain/health.py`).
PROBE_EVERY = 20
# How often to look for what seldom is there.
LOOK_FOR_DECLINED = timedelta(seconds=0.2)
LOOK_FOR_URGENT = timedelta(seconds=0.05)  # while a lane holds enough

ALL = tuple(Urgency)
URGENT_ONLY = (Urgency.URGENT,)
CAN_WAIT = tuple(each for each in Urgency if each is not Urgency.URGENT)


@dataclass(frozen=True)
class Wish:
    """What a lane claims: at most so many, of these classes, perhaps only what others declined."""

    most: int
    classes: Collection[Urgency] = ALL
    declined_by: Collection[str] = ()


Fill = Callable[[Lane, Wish], int]
"""Has a lane claim what it wishes; gives how many messages it got."""


class Choice:
    """The lanes of one channel in the order of the configuration: the first that is well takes what it can.

    The next one takes only what those before it cannot: what they declined, and everything while they are
    away, switched off, or have used their rate. That they are slow is no reason, except for what is urgent.
    """

    def __init__(self, lanes: Sequence[Lane]) -> None:
        self.lanes = lanes
        self._since_probe = 0
        self._declined = Pause(LOOK_FOR_DECLINED)
        self._urgent = Pause(LOOK_FOR_URGENT)
        for lane in lanes:
            lane.beside = [each for each in lanes if each is not lane]

    def serve(self, fill: Fill, at: datetime) -> int:
        """Let the lanes claim, each by what those before it left; gives how many messages were claimed."""
        well = [each for each in self.lanes if each.gate.is_well(at)]
        ill = [each for each in self.lanes if each not in well]
        taken = self._take_declined(fill, at) + (self._probe(ill, fill, at) if well else 0)
        classes: Collection[Urgency] = ALL
        for lane in [*well, *ill]:
            taken += self._fill(lane, classes, fill, at)
            if lane.gate.is_open:
                if lane.urgent_room():
                    break
                classes = URGENT_ONLY
        self._since_probe += taken
        return taken

    @property
    def channel(self) -> str:
        """Name the channel."""
        return self.lanes[0].channel

    @property
    def is_shut(self) -> bool:
        """Tell whether no provider of the channel takes anything now."""
        return not any(each.gate.is_open for each in self.lanes)

    def _probe(self, ill: Sequence[Lane], fill: Fill, at: datetime) -> int:
        """Try a provider that did badly with one message that can wait, now and then."""
        is_turn = self._since_probe >= PROBE_EVERY
        tried = [each for each in ill if (is_turn or each.may_be_tried(at)) and each.room()]
        taken = sum(fill(lane, Wish(1, CAN_WAIT)) for lane in tried)
        self._since_probe = 0 if taken else self._since_probe
        return taken

    def _take_declined(self, fill: Fill, at: datetime) -> int:
        """Give what one provider declined to the others, though it takes all else."""
        if len(self.lanes) == 1 or not self._declined.is_over(at):
            return 0
        return sum(
            fill(lane, Wish(room, declined_by=[each.name for each in lane.beside]))
            for lane in self.lanes
            if (room := lane.room())
        )

    def _fill(self, lane: Lane, classes: Collection[Urgency], fill: Fill, at: datetime) -> int:
        if classes is ALL and (room := lane.room()):
            return fill(lane, Wish(room))
        room = lane.urgent_room()
        return fill(lane, Wish(room, URGENT_ONLY)) if room and self._urgent.is_over(at) else 0
