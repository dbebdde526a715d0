"""The facts that groups tells the other services, a file per subject."""

from groups.domain.events.attendance import (
    AbsenceNoticed,
    AttendanceCorrected,
    AttendanceFact,
    AttendanceRecorded,
)
from groups.domain.events.boards import BoardAlerted, ModerationActed
from groups.domain.events.groups import GroupCreated, GroupEvent, GroupResumed, GroupSuspended
from groups.domain.events.imports import FeedImported
from groups.domain.events.places import (
    Fact,
    OccurrenceCancelled,
    OccurrenceChanged,
    RegistrationConfirmed,
    RegistrationPromoted,
    RegistrationQueued,
    RegistrationReleased,
    RegistrationWithdrawn,
)
from groups.domain.events.series import (
    SeriesChanged,
    SeriesEnded,
    SeriesFact,
    SeriesResumed,
    SeriesScheduled,
    SeriesSuspended,
)
from groups.domain.events.standing import StandingFact, StandingSeatGivenUp, StandingSeatTaken

__all__ = [
    "AbsenceNoticed",
    "AttendanceCorrected",
    "AttendanceFact",
    "AttendanceRecorded",
    "BoardAlerted",
    "Fact",
    "FeedImported",
    "GroupCreated",
    "GroupEvent",
    "GroupResumed",
    "GroupSuspended",
    "ModerationActed",
    "OccurrenceCancelled",
    "OccurrenceChanged",
    "RegistrationConfirmed",
    "RegistrationPromoted",
    "RegistrationQueued",
    "RegistrationReleased",
    "RegistrationWithdrawn",
    "SeriesChanged",
    "SeriesEnded",
    "SeriesFact",
    "SeriesResumed",
    "SeriesScheduled",
    "SeriesSuspended",
    "StandingFact",
    "StandingSeatGivenUp",
    "StandingSeatTaken",
]
