"""Moderation of one post: what was reported, what was decided, by whom, and the appeal against it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from groups.domain.errors import (
    ActWithoutEffect,
    AnotherModeratorDecides,
    AppealedAlready,
    AppealPending,
    CaseFull,
    NothingToAppeal,
    OwnCase,
)

MAX_REPORTS = 100
MAX_ACTS = 200
MAX_NOTE = 500  # characters


class Reason(StrEnum):
    """Why a post is reported."""

    INSULT = "insult"
    PRIVATE_DETAILS = "private-details"
    SELLING = "selling"
    GLORIFYING = "glorifying-use"
    SPAM = "spam"
    WORRY = "worry-about-the-writer"
    OTHER = "other"


class Act(StrEnum):
    """What a moderator does."""

    HIDE = "hide"
    UNHIDE = "unhide"
    WARN = "warn"
    TIME_OUT = "time-out"
    DISMISS = "dismiss"
    APPEAL_GRANTED = "appeal-granted"
    APPEAL_REFUSED = "appeal-refused"
    LOCK = "lock"
    UNLOCK = "unlock"


ORDERED = (Act.HIDE, Act.UNHIDE, Act.WARN, Act.TIME_OUT, Act.DISMISS)  # what a moderator may ask for by name
AGAINST_THE_WRITER = frozenset({Act.HIDE, Act.WARN, Act.TIME_OUT})


class Stage(StrEnum):
    """Whether somebody is to decide."""

    NONE = "none"
    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"


@dataclass(frozen=True, kw_only=True)
class Report:
    """Somebody thinks that a moderator should look."""

    by: str
    reason: Reason
    note: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One act, by whom and when; entries are added and never changed."""

    act: Act
    by: str
    at: datetime
    until: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """The writer asks for another look."""

    at: datetime
    note: str | None


@dataclass(kw_only=True)
class Case:
    """All there is to decide, and was decided, about one post."""

    concerned: str  # who wrote the post
    stage: Stage = Stage.NONE
    hidden: bool = False
    timed_out_until: datetime | None = None
    reports: list[Report] = field(default_factory=list)
    history: list[Entry] = field(default_factory=list)
    appeal: Appeal | None = None

    def report(self, report: Report) -> bool:
        """Put the post in the moderators' queue; one report of each person counts. Raises OwnCase."""
        if report.by == self.concerned:
            raise OwnCase
        if len(self.reports) >= MAX_REPORTS or any(each.by == report.by for each in self.reports):
            return False
        self.reports.append(report)
        if self.stage is not Stage.APPEALED:
            self.stage = Stage.OPEN
        return True

    def decide(self, entry: Entry) -> None:
        """Act on the post or its writer; raises OwnCase, AppealPending, ActWithoutEffect or CaseFull."""
        self._admit(entry)
        if self.stage is Stage.APPEALED:
            raise AppealPending
        without_effect = {
            Act.HIDE: self.hidden,
            Act.UNHIDE: not self.hidden,
            Act.DISMISS: self.stage is not Stage.OPEN,
        }
        if without_effect.get(entry.act, False):
            raise ActWithoutEffect
        if entry.act in (Act.HIDE, Act.UNHIDE):
            self.hidden = entry.act is Act.HIDE
        if entry.act is Act.TIME_OUT:
            self.timed_out_until = entry.until
        self._record(entry)

    @property
    def contested(self) -> Entry | None:
        """The act of which an appeal is or would be: the last against the writer that was not taken back."""
        for entry in reversed(self.history):
            if entry.act in AGAINST_THE_WRITER:
                return entry
            if entry.act is Act.UNHIDE:
                return None
        return None

    def appeal_against(self, appeal: Appeal) -> None:
        """Ask for another look, once; raises AppealedAlready or NothingToAppeal."""
        if self.appeal is not None:
            raise AppealedAlready
        if self.contested is None:
            raise NothingToAppeal
        self.appeal = appeal
        self.stage = Stage.APPEALED

    def answer_appeal(self, entry: Entry, *, others: bool) -> None:
        """Grant an appeal, which undoes hiding and time-out, or refuse it.

        Who acted does not answer the appeal, where there are `others` who can. Raises NothingToAppeal,
        OwnCase, AnotherModeratorDecides or CaseFull.
        """
        self._admit(entry)
        if self.stage is not Stage.APPEALED or self.contested is None:
            raise NothingToAppeal
        if others and self.contested.by == entry.by:
            raise AnotherModeratorDecides
        if entry.act is Act.APPEAL_GRANTED:
            self.hidden = False
            self.timed_out_until = None
        self._record(entry)

    def _admit(self, entry: Entry) -> None:
        if entry.by == self.concerned:
            raise OwnCase
        if len(self.history) >= MAX_ACTS:
            raise CaseFull

    def _record(self, entry: Entry) -> None:
        self.history.append(entry)
        self.stage = Stage.DECIDED
