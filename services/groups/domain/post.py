"""A post on a board: what its writer may do with it, and the alarm it raises when it sounds like a crisis."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from groups.domain.errors import AlertUnknown, NotYourPost, PostNotVisible, UndoTooLate
from groups.domain.events import BoardAlerted, ModerationActed
from groups.domain.moderation import Case, Entry

UNDO = timedelta(minutes=1)
POSTS_EACH = 20  # of one member on one board within the span
POSTS_SPAN = timedelta(minutes=10)
HEARS_SHOWN = 1000  # so many "I hear you" are kept and counted
MAX_ALERTS = 20  # of one post, however often it is edited

PostEvent = BoardAlerted | ModerationActed


class State(StrEnum):
    """What readers see of a post."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    REMOVED = "removed"


class Outcome(StrEnum):
    """How an alert ended."""

    REACHED = "reached"
    PASSED_ON = "passed-on"
    NO_CRISIS = "no-crisis"


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Who is told of a crisis: those on duty, or the coordinators of a centre."""

    member_ids: tuple[str, ...]
    centre_id: str | None


@dataclass(frozen=True, kw_only=True)
class Alert:
    """Somebody is asked to look at a post; open until somebody says how it ended."""

    id: str
    raised_at: datetime
    watch: Watch
    closed_at: datetime | None = None
    closed_by: str | None = None
    outcome: Outcome | None = None


@dataclass(kw_only=True)
class Post:
    """One post of a thread; the first one carries the thread's title and shares its id."""

    id: str
    board_id: str
    thread_id: str
    number: int  # in the thread, from 1
    author_id: str
    title: str | None
    text: str
    masked: Mapping[str, int]  # kind -> how many were taken out
    created_at: datetime
    edited_at: datetime | None = None
    removed_at: datetime | None = None
    alerts: list[Alert] = field(default_factory=list)
    case: Case
    version: int = 0
    sequence: int = 0  # of the last event that was saved
    events: list[PostEvent] = field(default_factory=list)

    @property
    def state(self) -> State:
        """What readers see of it: a removal is the writer's own, whatever was decided."""
        if self.removed_at is not None:
            return State.REMOVED
        return State.HIDDEN if self.case.hidden else State.VISIBLE

    def raise_alarm(self, alert_id: str, watch: Watch, at: datetime) -> None:
        """Ask those on duty to look now, unless they are asked already."""
        if any(each.closed_at is None for each in self.alerts) or len(self.alerts) >= MAX_ALERTS:
            return
        self.alerts.append(Alert(id=alert_id, raised_at=at, watch=watch))
        self.events.append(
            BoardAlerted(
                alert_id=alert_id,
                board_id=self.board_id,
                post_id=self.id,
                centre_id=watch.centre_id,
                member_ids=list(watch.member_ids),
            )
        )

    def close_alert(self, alert_id: str, outcome: Outcome, by: str, at: datetime) -> None:
        """Say how an alert ended; the first word stands. Raises AlertUnknown."""
        for place, alert in enumerate(self.alerts):
            if alert.id == alert_id:
                if alert.closed_at is None:
                    self.alerts[place] = replace(alert, closed_at=at, closed_by=by, outcome=outcome)
                return
        raise AlertUnknown

    def edit(self, by: str, text: str, masked: Mapping[str, int], at: datetime) -> None:
        """Put another text in the place of one's own; raises NotYourPost or PostNotVisible."""
        self._own(by)
        if self.state is not State.VISIBLE:
            raise PostNotVisible
        self.text, self.masked, self.edited_at = text, masked, at

    def remove(self, by: str, at: datetime) -> None:
        """Take one's own post away; again, nothing changes. Raises NotYourPost."""
        self._own(by)
        self.removed_at = self.removed_at or at

    def restore(self, by: str, at: datetime) -> None:
        """Bring one's own post back within a minute; raises NotYourPost or UndoTooLate."""
        self._own(by)
        if self.removed_at is not None and at - self.removed_at > UNDO:
            raise UndoTooLate
        self.removed_at = None

    def moderate(self, entry: Entry) -> None:
        """Act on the post or its writer; raises what `Case.decide` raises."""
        self.case.decide(entry)
        self._tell(entry)

    def answer_appeal(self, entry: Entry, *, others: bool) -> None:
        """Grant or refuse the writer's appeal; raises what `Case.answer_appeal` raises."""
        self.case.answer_appeal(entry, others=others)
        self._tell(entry)

    def mark_saved(self) -> None:
        """Note that state and events are stored."""
        self.version += 1
        self.sequence += len(self.events)
        self.events.clear()

    def _own(self, by: str) -> None:
        if by != self.author_id:
            raise NotYourPost

    def _tell(self, entry: Entry) -> None:
        self.events.append(
            ModerationActed(
                case_id=self.id, board_id=self.board_id, post_id=self.id, act=entry.act, by=entry.by
            )
        )
