"""Facts about the places of an occurrence, in the order in which they happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class RegistrationConfirmed:
    """A member holds a seat in one occurrence of a meeting."""

    type: ClassVar[str] = "groups.registration.confirmed.v1"
    occurrence_id: str
    registration_id: str
    member_id: str
    starts_at: datetime  # UTC
    time_zone: str  # IANA, of the meeting


@dataclass(frozen=True, kw_only=True)
class RegistrationQueued:
    """Every seat was taken; a member waits at a place of the queue, 1 being the next to be seated."""

    type: ClassVar[str] = "groups.registration.queued.v1"
    occurrence_id: str
    registration_id: str
    member_id: str
    starts_at: datetime
    time_zone: str
    position: int


@dataclass(frozen=True, kw_only=True)
class RegistrationPromoted:
    """A seat became free and went to the first member of the queue, who is to answer in time if told when."""

    type: ClassVar[str] = "groups.registration.promoted.v1"
    occurrence_id: str
    registration_id: str
    member_id: str
    starts_at: datetime
    time_zone: str
    answer_by: datetime | None = None  # None: the seat is theirs at once


@dataclass(frozen=True, kw_only=True)
class RegistrationReleased:
    """A promised seat was not answered for in time and went on to the next of the queue."""

    type: ClassVar[str] = "groups.registration.released.v1"
    occurrence_id: str
    registration_id: str
    member_id: str
    starts_at: datetime
    time_zone: str


@dataclass(frozen=True, kw_only=True)
class RegistrationWithdrawn:
    """A member gave back a seat, or a place in the queue."""

    type: ClassVar[str] = "groups.registration.cancelled.v1"
    occurrence_id: str
    registration_id: str
    member_id: str
    starts_at: datetime
    time_zone: str


@dataclass(frozen=True, kw_only=True)
class OccurrenceCancelled:
    """A meeting will not take place; the members are those who held a seat or a place in the queue."""

    type: ClassVar[str] = "groups.registration.meeting-cancelled.v1"
    occurrence_id: str
    starts_at: datetime
    time_zone: str
    member_ids: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class OccurrenceChanged:
    """A meeting is at another time, in another place or in another way than its members were told."""

    type: ClassVar[str] = "groups.registration.meeting-changed.v1"
    occurrence_id: str
    starts_at: datetime
    previously_starts_at: datetime
    time_zone: str
    member_ids: Sequence[str]


Fact = (
    RegistrationConfirmed
    | RegistrationQueued
    | RegistrationPromoted
    | RegistrationReleased
    | RegistrationWithdrawn
    | OccurrenceCancelled
    | OccurrenceChanged
)
