"""What a centre may spend in a month on messages, and has spent. Amounts are paise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from notify.domain.contacts import Channel
from notify.domain.message import Message, Urgency

OVER_BUDGET = "over-budget"
WARNED_AT = (80, 100)  # per cent of the cap, each told once a month
INDIA = ZoneInfo("Asia/Kolkata")  # where the bills are written


def month_of(at: datetime) -> str:
    """Name the month of a bill: "2026-11"."""
    return f"{at.astimezone(INDIA):%Y-%m}"


@dataclass(frozen=True, kw_only=True)
class Budget:
    """One centre's month."""

    centre_id: str
    month: str
    spent: Mapping[str, int] = field(default_factory=dict)  # by channel
    cap: int | None = None  # none: whatever it takes

    @property
    def total(self) -> int:
        """Give what was spent over all channels."""
        return sum(self.spent.values())

    def reached(self, percent: int) -> bool:
        """Tell whether so much of the cap is spent."""
        return self.cap is not None and 100 * self.total >= percent * self.cap


def is_held_by_budget(message: Message) -> bool:
    """Tell whether a cap holds a message back: a text that is not urgent.

    What is urgent always passes; an e-mail costs next to nothing, and the inbox nothing.
    """
    return message.channel == Channel.SMS and message.urgency is not Urgency.URGENT
