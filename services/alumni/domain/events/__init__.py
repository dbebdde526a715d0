"""The facts that alumni tells the other services, a file per subject; ids and sealed values only."""

from alumni.domain.events.identity import (
    CodeRequested,
    ContactAdded,
    ContactRemoved,
    MemberEvent,
    MemberHomeChanged,
    MemberJoined,
    PreferencesChanged,
    RoleGranted,
    RoleWithdrawn,
)

__all__ = [
    "CodeRequested",
    "ContactAdded",
    "ContactRemoved",
    "MemberEvent",
    "MemberHomeChanged",
    "MemberJoined",
    "PreferencesChanged",
    "RoleGranted",
    "RoleWithdrawn",
]
