"""The facts that groups tells the other services, a file per subject."""

from groups.domain.events.places import (
    Fact,
    OccurrenceCancelled,
    RegistrationConfirmed,
    RegistrationPromoted,
    RegistrationQueued,
    RegistrationWithdrawn,
)

__all__ = [
    "Fact",
    "OccurrenceCancelled",
    "RegistrationConfirmed",
    "RegistrationPromoted",
    "RegistrationQueued",
    "RegistrationWithdrawn",
]
