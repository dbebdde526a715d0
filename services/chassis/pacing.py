"""How often a relay looks: at once at what is busy, now and then at what is cold, later for a few of many."""

from __future__ import annotations

import math

from chassis.outboxes import EVENTS_PER_DOCUMENT, Outboxes

GATHERING_PAUSE = 0.15
BUSY = 50.0  # events of one lane in about the last second
COLD_AFTER = 1.0  # seconds without an event
COLD_PAUSE = 0.25  # between two looks at what is cold while others are busy


class Warmth:
    """When to look at a collection again: at once while it has events, now and then when it is cold.

    So a service's busy collection does not pay for the looks at all its quiet ones.
    """

    def __init__(self, outboxes: Outboxes) -> None:
        self.outboxes = outboxes
        self.name = outboxes.name
        self._rest_until = 0.0
        self._warm_until = 0.0
        self._woken = False

    def is_due(self, now: float) -> bool:
        """Tell whether to look, in seconds of a monotonic clock."""
        return now >= self._rest_until

    def begin(self) -> None:
        """Begin a look: whatever wakes from now on, it may miss."""
        self._woken = False

    def note(self, found: int, now: float) -> None:
        """Remember what a look found; what was woken amid it does not rest."""
        if found:
            self._warm_until = now + COLD_AFTER
        elif now > self._warm_until and not self._woken:
            self._rest_until = now + COLD_PAUSE

    def wake(self) -> None:
        """Look again at once, for something changed."""
        self._woken = True
        self._rest_until = 0.0


class Lately:
    """Counts the events of about the last second: what is older weighs less and less."""

    def __init__(self) -> None:
        self._events = 0.0
        self._at = 0.0

    def count(self, events: int, now: float) -> float:
        """Add events of this moment, in seconds of a monotonic clock, and give the count."""
        self._events = self._events * math.exp(self._at - now) + events
        self._at = now
        return self._events


def gathering_pause(published: int, lately: float) -> float:
    """Let the next events gather after a few of many; when little goes on, or a lot waits, go on at once.

    A batch costs the engines about the same for one event as for a hundred. Nobody waits for that while it is
    quiet: what a person does next, in another service, should find what they did before already told.
    """
    return GATHERING_PAUSE if 1 < published < EVENTS_PER_DOCUMENT and lately > BUSY else 0.0
