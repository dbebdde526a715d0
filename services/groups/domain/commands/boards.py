"""Orders about threads and posts, each by a caller who may read the board."""

from dataclasses import dataclass
from datetime import datetime

from groups.domain.access import Caller
from groups.domain.moderation import Act, Reason
from groups.domain.post import Outcome


@dataclass(frozen=True, kw_only=True)
class OpenThread:
    """Begin a thread with its first post; the key makes a repeated order the same order."""

    board_id: str
    caller: Caller
    title: str
    text: str
    idempotency_key: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Reply:
    """Add a post to a thread."""

    thread_id: str
    caller: Caller
    text: str
    idempotency_key: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EditPost:
    """Put another text in the place of one's own."""

    post_id: str
    caller: Caller
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportPost:
    """Ask the moderators to look at a post."""

    post_id: str
    caller: Caller
    reason: Reason
    note: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ModeratePost:
    """Act on a post or its writer."""

    post_id: str
    caller: Caller
    act: Act
    until: datetime | None  # of a time-out
    note: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AppealAct:
    """Ask for another look at what was decided against one's own post."""

    post_id: str
    caller: Caller
    note: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AnswerAppeal:
    """Grant or refuse an appeal."""

    post_id: str
    caller: Caller
    granted: bool
    note: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CloseAlert:
    """Say how an alert ended."""

    alert_id: str
    caller: Caller
    outcome: Outcome
    at: datetime
