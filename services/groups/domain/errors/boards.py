"""What can be wrong with an order about boards, threads and posts."""

from datetime import datetime, timedelta
from typing import Any

from groups.domain.errors.rule import RuleBroken


class BoardUnknown(RuleBroken):
    """There is no such board for the caller."""


class ThreadUnknown(RuleBroken):
    """There is no such thread on a board that the caller may read."""


class PostUnknown(RuleBroken):
    """There is no such post on a board that the caller may read."""


class NotYourPost(RuleBroken):
    """Only who wrote a post changes it or takes it away."""


class PostNotVisible(RuleBroken):
    """A post that was hidden or taken away stays as it is."""


class UndoTooLate(RuleBroken):
    """What was taken away comes back within a minute only."""


class NotYourBoard(RuleBroken):
    """Moderating is for the leaders of a group, and on the open boards for coordinators and the network."""


class WritingRefused(RuleBroken):
    """The caller may read here, and not write now; whoever sounds in need is shown help all the same."""

    help: Any = None

    @property
    def members(self) -> dict[str, Any]:
        """What the answer says beyond the kind of error."""
        return {"help": self.help} if self.help else {}


class ThreadLocked(WritingRefused):
    """A moderator closed the thread to further posts."""


class TimedOut(WritingRefused):
    """A moderator asked the member to pause on this board; reading goes on."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until

    @property
    def members(self) -> dict[str, Any]:
        """Tell until when."""
        return {**super().members, "until": self.until.isoformat().replace("+00:00", "Z")}


class TooManyPosts(WritingRefused):
    """The member wrote as much on this board as one may in ten minutes."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.retry_after = wait.total_seconds()
