"""What members answer by text, and what follows from it at once."""

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


@dataclass(frozen=True, kw_only=True)
class TextsStopped:
    """A member's number gets no texts any more but the codes that are asked for."""

    type: ClassVar[str] = "notify.texts.stopped.v1"
    member_id: str
    at: datetime  # UTC


@dataclass(frozen=True, kw_only=True)
class TextsStarted:
    """A member's number gets texts again."""

    type: ClassVar[str] = "notify.texts.started.v1"
    member_id: str
    at: datetime  # UTC
