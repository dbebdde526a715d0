"""The facts that groups tells the other services, a file per subject."""

from groups.domain.events.boards import BoardAlerted, ModerationActed
from groups.domain.events.groups import GroupCreated, GroupEvent, GroupResumed, GroupSuspended
from groups.domain.events.imports import FeedImported
from groups.domain.events.places import (
    Fact,
    OccurrenceCancelled,
    RegistrationConfirmed,
    RegistrationPromoted,
    RegistrationQueued,
    RegistrationReleased,
    RegistrationWithdrawn,
)
from groups.domain.events.standing import StandingFact, StandingSeatGivenUp, StandingSeatTaken

__all__ = [
    "BoardAlerted",
    "Fact",
    "FeedImported",
    "GroupCreated",
    "GroupEvent",
    "GroupResumed",
    "GroupSuspended",
    "ModerationActed",
    "OccurrenceCancelled",
    "RegistrationConfirmed",
    "RegistrationPromoted",
    "RegistrationQueued",
    "RegistrationReleased",
    "RegistrationWithdrawn",
    "StandingFact",
    "StandingSeatGivenUp",
    "StandingSeatTaken",
]
