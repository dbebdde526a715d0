"""What members answer by text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class AnswerReceived:
    """A member answered how their day is, by a text."""

    type: ClassVar[str] = "notify.answer.received.v1"
    answer_id: str
    member_id: str
    sober: bool
    craving: int | None  # 0 to 10; null where they did not say
    received_at: datetime  # UTC
