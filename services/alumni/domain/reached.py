"""Milestones that were reached: shared by choice, each time and with each audience, and met with joy."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.milestones import HomeNeeded
from alumni.domain.events.milestones import MilestoneCongratulated, MilestoneReached


class Audience(StrEnum):
    """With whom a milestone may be shared."""

    PARTNERS = "partners"
    MENTOR = "mentor"
    CENTRE = "centre"  # the members of one's home centre
    NETWORK = "network"


class Word(StrEnum):
    """All that can be said about another's milestone."""

    WELL_DONE = "well-done"
    GLAD_WITH_YOU = "glad-with-you"
    YOU_GIVE_ME_HOPE = "you-give-me-hope"
    KEEP_WALKING = "keep-walking"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What somebody is to who has reached a milestone."""

    is_partner: bool
    is_mentor: bool
    centre_id: str | None


@dataclass(kw_only=True)
class ReachedMilestone(Aggregate):
    """One milestone of one streak; at first only the member knows of it."""

    member_id: str
    milestone: str
    reached_at: datetime
    shared_with: set[Audience] = field(default_factory=set)
    shared_at: datetime | None = None
    centre_id: str | None = None  # with whose members it is shared

    @classmethod
    def reach(cls, milestone_id: str, member_id: str, milestone: str, *, reached_at: datetime) -> Self:
        """Tell the member."""
        reached = cls(id=milestone_id, member_id=member_id, milestone=milestone, reached_at=reached_at)
        reached.events.append(MilestoneReached(member_id=member_id, milestone=milestone))
        return reached

    def share(self, audience: Audience, centre_id: str | None, *, at: datetime) -> None:
        """Let one more audience see it; raises HomeNeeded."""
        if audience is Audience.CENTRE:
            if centre_id is None:
                raise HomeNeeded
            self.centre_id = centre_id
        self.shared_with.add(audience)
        self.shared_at = self.shared_at or at

    def unshare(self, audience: Audience) -> None:
        """Let an audience see it no more."""
        self.shared_with.discard(audience)
        if not self.shared_with:
            self.shared_at = None

    def is_seen_by(self, reader: Reader) -> bool:
        """Tell whether it is shared with somebody."""
        return (
            Audience.NETWORK in self.shared_with
            or (Audience.PARTNERS in self.shared_with and reader.is_partner)
            or (Audience.MENTOR in self.shared_with and reader.is_mentor)
            or (
                Audience.CENTRE in self.shared_with
                and self.centre_id is not None
                and reader.centre_id == self.centre_id
            )
        )


@dataclass(kw_only=True)
class Congratulation(Aggregate):
    """What one person says to one milestone; taken back, it is not said, and said again tells nobody anew."""

    milestone_id: str
    whom: str
    member_id: str
    word: Word | None = None

    def say(self, word: Word) -> None:
        """Say it, or say it otherwise."""
        if self.version == 0:
            self.events.append(MilestoneCongratulated(member_id=self.whom, milestone_id=self.milestone_id))
        self.word = word

    def take_back(self) -> None:
        """Say nothing."""
        self.word = None
