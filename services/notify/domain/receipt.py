"""What a provider tells us by itself, in our own terms: receipts, and texts that came in."""

from __future__ import annotations

from dataclasses import dataclass, field

from notify.domain.message import State


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of one message; no state where the provider's word means nothing to us."""

    message_id: str
    provider_id: str
    state: State | None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class IncomingText:
    """A text that somebody wrote to us."""

    provider_id: str
    sender: str = field(repr=False)  # E.164
    body: str = field(repr=False)
