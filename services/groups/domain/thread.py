"""A thread of a board: how far its posts are numbered, and whether it takes more."""

from dataclasses import dataclass, field
from datetime import datetime

from groups.domain.errors import ActWithoutEffect, CaseFull
from groups.domain.events import ModerationActed
from groups.domain.moderation import MAX_ACTS, Act, Entry


@dataclass(kw_only=True)
class Thread:
    """The head of a thread; its title stands in the post that opened it, which shares its id."""

    id: str
    board_id: str
    author_id: str
    created_at: datetime
    last_number: int
    last_at: datetime
    locked: bool = False
    history: list[Entry] = field(default_factory=list)
    version: int = 0
    sequence: int = 0
    events: list[ModerationActed] = field(default_factory=list)

    def lock(self, locked: bool, by: str, at: datetime) -> None:
        """Close the thread to further posts, or open it again; raises ActWithoutEffect or CaseFull."""
        if self.locked is locked:
            raise ActWithoutEffect
        if len(self.history) >= MAX_ACTS:
            raise CaseFull
        self.locked = locked
        act = Act.LOCK if locked else Act.UNLOCK
        self.history.append(Entry(act=act, by=by, at=at))
        self.events.append(
            ModerationActed(case_id=self.id, board_id=self.board_id, post_id=self.id, act=act, by=by)
        )

    def mark_saved(self) -> None:
        """Note that state and events are stored."""
        self.version += 1
        self.sequence += len(self.events)
        self.events.clear()
