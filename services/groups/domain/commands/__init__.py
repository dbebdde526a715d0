"""Orders that this service takes, a file per subject."""

from groups.domain.commands.imports import ImportMeetings
from groups.domain.commands.places import CancelMeeting, CancelRegistration, RegisterForMeeting

__all__ = ["CancelMeeting", "CancelRegistration", "ImportMeetings", "RegisterForMeeting"]
