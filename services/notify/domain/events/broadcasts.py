"""What becomes of broadcasts: ids and counts, never whom they reach or what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class BroadcastSubmitted:
    """A coordinator wants to write to many; with `needs_approval` another one decides first."""

    type: ClassVar[str] = "notify.broadcast.submitted.v1"
    broadcast_id: str
    centre_id: str
    people: int  # who are meant
    needs_approval: bool


@dataclass(frozen=True, kw_only=True)
class BroadcastApproved:
    """A second person agreed that so many are written to."""

    type: ClassVar[str] = "notify.broadcast.approved.v1"
    broadcast_id: str
    centre_id: str
    people: int


@dataclass(frozen=True, kw_only=True)
class BroadcastStopped:
    """A broadcast ended before its end; what had left already is not called back."""

    type: ClassVar[str] = "notify.broadcast.stopped.v1"
    broadcast_id: str
    centre_id: str


@dataclass(frozen=True, kw_only=True)
class BroadcastDone:
    """Everybody who is meant was written to, or skipped for a cause, and no message waits any more."""

    type: ClassVar[str] = "notify.broadcast.done.v1"
    broadcast_id: str
    centre_id: str
    people: int
    written: int
    skipped: int
