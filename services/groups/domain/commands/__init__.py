"""Orders that this service takes, a file per subject."""

from groups.domain.commands.groups import (
    AdmitMember,
    AppointFacilitator,
    AskToJoin,
    ChangeGroup,
    ChooseHomeGroup,
    CreateGroup,
    DismissFacilitator,
    EndMembership,
)
from groups.domain.commands.imports import ImportMeetings
from groups.domain.commands.places import CancelMeeting, CancelRegistration, RegisterForMeeting
from groups.domain.commands.roster import ArrangeRoster, HandOverShift, TakeShiftBack

__all__ = [
    "AdmitMember",
    "AppointFacilitator",
    "ArrangeRoster",
    "AskToJoin",
    "CancelMeeting",
    "CancelRegistration",
    "ChangeGroup",
    "ChooseHomeGroup",
    "CreateGroup",
    "DismissFacilitator",
    "EndMembership",
    "HandOverShift",
    "ImportMeetings",
    "RegisterForMeeting",
    "TakeShiftBack",
]
