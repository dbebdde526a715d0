"""The terms of stories: what they are, what about, who reads them, and how far they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What it is."""

    STORY = "story"
    GUIDANCE = "guidance"


class Topic(StrEnum):
    """What it is about."""

    CRAVINGS = "cravings"
    TRIGGERS = "triggers"
    WORK = "work"
    FAMILY = "family"
    MONEY = "money"
    SLIPS = "slips"
    HEALTH = "health"
    HOPE = "hope"


class Audience(StrEnum):
    """Who may read it."""

    CENTRE = "centre"  # members of the author's home centre
    NETWORK = "network"  # every member
    PUBLIC = "public"


class State(StrEnum):
    """How far it is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent-back"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class Review:
    """Who reads a story until when, and what they said last; readers and the author never learn who."""

    reviewer_id: str | None = None
    until: datetime | None = None
    note: str | None = None  # to the author, when it is sent back


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Whom the author has said yes to: for how long, the consent says."""

    audience: Audience
    centre_id: str | None  # whose members the readers are, if they are of one centre
    at: datetime

    def reaches(self, centre_ids: Collection[str] | None) -> bool:
        """Tell whether a member of these centres, or anybody (None), is among the readers."""
        if self.audience is Audience.PUBLIC:
            return True
        if centre_ids is None:
            return False
        return self.audience is Audience.NETWORK or self.centre_id in centre_ids
