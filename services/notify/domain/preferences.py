"""How a member wants to be written to: over which channels, of what, when, and in how many words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What a message is for; each may be turned off per channel, but what keeps an account safe."""

    ACCOUNT = "account"  # sign-in, downloads, an opened contact: always sent
    HELP = "help"  # somebody needs a person now: always sent
    MEETINGS = "meetings"
    REMINDERS = "reminders"
    MENTORING = "mentoring"
    CHECK_INS = "check-ins"
    MILESTONES = "milestones"
    BOARDS = "boards"
    CENTRE = "centre"  # what coordinators are told
    NEWS = "news"  # what a coordinator writes to many


ALWAYS = frozenset({Purpose.ACCOUNT, Purpose.HELP})


class Bundling(StrEnum):
    """How often what can wait is told, all of it in one message."""

    AT_ONCE = "at-once"
    HOURLY = "hourly"
    DAILY = "daily"


@dataclass(frozen=True)
class Hours:
    """A part of each day on the member's own clock; it may pass midnight, and equal ends are none."""

    begin: time
    end: time

    def contain(self, shown: time) -> bool:
        """Tell whether a clock that shows this time is within the hours; their end is not."""
        if self.begin <= self.end:
            return self.begin <= shown < self.end
        return shown >= self.begin or shown < self.end


QUIET = Hours(time(21, 0), time(8, 0))
NEVER_QUIET = Hours(time(0), time(0))
LEADS = (timedelta(hours=24), timedelta(hours=2))
MOST_TEXTS = 6


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """What a member chose, or what holds for who chose nothing."""

    order: tuple[str, ...] = ("sms", "email")  # the first channel is tried first
    off: frozenset[tuple[Purpose, str]] = frozenset()  # purposes not to be told of over a channel
    quiet: Hours = QUIET
    paused_until: datetime | None = None  # nothing but what is urgent before that
    full_wording: bool = False
    bundling: Bundling = Bundling.HOURLY
    most_texts: int = MOST_TEXTS  # a day; what is urgent passes
    leads: tuple[timedelta, ...] = LEADS  # how long before a meeting to be reminded

    def wants(self, purpose: Purpose, channel: str) -> bool:
        """Tell whether the member hears of a purpose over a channel."""
        return purpose in ALWAYS or (purpose, channel) not in self.off

    def route(self, purpose: Purpose, reachable: Collection[str]) -> tuple[str, ...]:
        """Name the channels to try for a purpose, in the member's order, among those that reach them."""
        others = tuple(sorted(set(reachable) - set(self.order)))
        return tuple(
            each for each in (*self.order, *others) if each in reachable and self.wants(purpose, each)
        )


DEFAULT = Preferences()
