"""What the handlers need of boards."""

from datetime import datetime
from typing import Protocol

from groups.domain.post import Post
from groups.domain.thread import Thread


class Threads(Protocol):
    """The heads of threads, and how many posts a board holds."""

    def open(self, thread: Thread) -> None:
        """Add a thread, and count its first post, if it is not there yet."""
        ...

    def get(self, thread_id: str) -> Thread:
        """Load a thread; raises ThreadUnknown."""
        ...

    def save(self, thread: Thread) -> None:
        """Store a thread's lock and events in one write; raises StaleAggregate."""
        ...

    def number_next(self, thread_id: str, at: datetime) -> int:
        """Give the next post its number and count it; raises ThreadLocked."""
        ...


class Posts(Protocol):
    """Posts with their alerts and cases; each change and its events are one write."""

    def add(self, post: Post) -> bool:
        """Store a new post with its events; False if its id is taken, so that nothing was done."""
        ...

    def find(self, post_id: str) -> Post | None:
        """Load a post, if there is one."""
        ...

    def get(self, post_id: str) -> Post:
        """Load a post; raises PostUnknown."""
        ...

    def with_alert(self, alert_id: str) -> Post:
        """Load the post of an alert; raises AlertUnknown."""
        ...

    def save(self, post: Post) -> None:
        """Store a post's state and events in one write; raises StaleAggregate."""
        ...

    def hear(self, post_id: str, member_id: str) -> None:
        """Keep that a member heard, once."""
        ...

    def unhear(self, post_id: str, member_id: str) -> None:
        """Forget that a member heard."""
        ...

    def timed_out_until(self, board_id: str, member_id: str, at: datetime) -> datetime | None:
        """Tell until when a member may not write on a board, if so at a moment."""
        ...

    def erase_removed(self, at: datetime) -> int:
        """Erase the texts of posts that cannot come back any more; gives how many."""
        ...


class Readers(Protocol):
    """What each member has read, follows and mutes, and how much they wrote just now."""

    def admit(self, board_id: str, member_id: str, at: datetime) -> None:
        """Count a post of a member on a board; raises TooManyPosts."""
        ...

    def read_thread(self, thread_id: str, member_id: str, number: int) -> None:
        """Keep that a thread is read up to a post; never less than before."""
        ...

    def wrote(self, thread_id: str, member_id: str, number: int) -> None:
        """Keep that a member's own post is read, if they had read everything before it."""
        ...

    def read_board(self, board_id: str, member_id: str) -> None:
        """Keep that everything on a board was seen."""
        ...

    def follow(self, thread_id: str, member_id: str, *, follow: bool) -> None:
        """Keep whether a member follows a thread."""
        ...

    def mute(self, thread_id: str, member_id: str, *, mute: bool) -> None:
        """Keep whether a member wants to hear nothing of a thread."""
        ...
