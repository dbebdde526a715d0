"""What can go wrong, in the field's words; the HTTP edge alone knows a status for each."""

from groups.domain.errors.imports import FeedInvalid, FeedRefused, FeedUnreachable
from groups.domain.errors.places import (
    MeetingBusy,
    MeetingCancelled,
    MeetingFull,
    NotOfYourCentre,
    OccurrenceUnknown,
    RegistrationCancelled,
    RegistrationClosed,
    RegistrationUnknown,
    TooManyChanges,
)
from groups.domain.errors.rule import RuleBroken

__all__ = [
    "FeedInvalid",
    "FeedRefused",
    "FeedUnreachable",
    "MeetingBusy",
    "MeetingCancelled",
    "MeetingFull",
    "NotOfYourCentre",
    "OccurrenceUnknown",
    "RegistrationCancelled",
    "RegistrationClosed",
    "RegistrationUnknown",
    "RuleBroken",
    "TooManyChanges",
]
