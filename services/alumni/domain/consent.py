"""What a member has agreed to: purposes as data with versions, given and withdrawn alike, never forgotten."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.consent import EraseInstead, TooManyChanges
from alumni.domain.events.consent import ConsentEvent, ConsentGiven, ConsentWithdrawn

NOTICE = "2026-11"  # the version that is shown now
MOST_ACTS = 1_000  # kept of one consent; who has changed it so often may still withdraw


class Purpose(StrEnum):
    """What personal data may be used for; the texts of each are data, in `alumni/notices`."""

    MEMBERSHIP = "membership"
    MESSAGES = "messages"
    HOME_CENTRE = "home-centre"
    MENTORING = "mentoring"
    FIGURES = "figures"
    TRANSFER = "transfer"  # to one centre, for a time
    STORY = "story"  # one story, for a time


TO_ONE_RECIPIENT = frozenset({Purpose.TRANSFER, Purpose.STORY})
GENERAL = tuple(each for each in Purpose if each not in TO_ONE_RECIPIENT)


@dataclass(frozen=True, kw_only=True)
class Act:
    """What a member said once: yes, having read a notice in a language, or no."""

    given: bool
    at: datetime
    notice: str | None = None
    language: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ChannelWord:
    """What a member said once of one channel, over that channel: no more of it, or again."""

    channel: str
    stopped: bool
    at: datetime


@dataclass(kw_only=True)
class Consent(Aggregate):
    """One member's consent to one purpose, towards everybody or one recipient; acts are only added."""

    member_id: str
    purpose: Purpose
    recipient: str | None = None
    acts: list[Act] = field(default_factory=list)
    channels: list[ChannelWord] = field(default_factory=list)  # of messages only; the consent stays as it is
    events: list[ConsentEvent] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        """Tell whether the last word was a yes, whether its time is over or not."""
        return bool(self.acts) and self.acts[-1].given

    @property
    def expires_at(self) -> datetime | None:
        """When the last yes is over by itself."""
        return self.acts[-1].expires_at if self.stands else None

    def is_granted(self, at: datetime) -> bool:
        """Tell whether the last word was a yes whose time is not over."""
        return self.stands and (self.expires_at is None or at < self.expires_at)

    def give(self, act: Act) -> None:
        """Say yes; the same yes again, while it is good, changes nothing. Raises TooManyChanges."""
        said = (act.notice, act.expires_at)
        if self.is_granted(act.at) and said == (self.acts[-1].notice, self.acts[-1].expires_at):
            return
        if len(self.acts) >= MOST_ACTS:
            raise TooManyChanges
        self.acts.append(act)
        self.events.append(
            ConsentGiven(
                member_id=self.member_id,
                purpose=self.purpose.value,
                recipient=self.recipient,
                expires_at=act.expires_at,
            )
        )

    def note(self, word: ChannelWord) -> None:
        """Keep what was said of a channel, once; of very many, the last ones."""
        if word not in self.channels:
            self.channels = sorted([*self.channels, word], key=lambda each: each.at)[-MOST_ACTS:]

    def withdraw(self, at: datetime) -> None:
        """Say no; again, or without a yes before, changes nothing.

        Raises EraseInstead for the one purpose without which there is no membership.
        """
        if self.purpose is Purpose.MEMBERSHIP:
            raise EraseInstead
        if self.stands:
            self._say_no(at)

    def decline(self, at: datetime) -> None:
        """Say no where nothing was said yet, and where a yes stands; again changes nothing.

        Others hear of it as of a withdrawal. Raises EraseInstead.
        """
        if self.stands or not self.acts:
            if self.purpose is Purpose.MEMBERSHIP:
                raise EraseInstead
            self._say_no(at)

    def _say_no(self, at: datetime) -> None:
        self.acts.append(Act(given=False, at=at))
        self.events.append(
            ConsentWithdrawn(member_id=self.member_id, purpose=self.purpose.value, recipient=self.recipient)
        )
