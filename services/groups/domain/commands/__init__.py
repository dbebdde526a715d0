"""Orders that this service takes, a file per subject."""

from groups.domain.commands.attendance import CheckIn, MarkAttendance, RecordOnlineJoin
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
from groups.domain.commands.imports import AddSource, FetchSource, ImportMeetings, ReverseImport
from groups.domain.commands.places import CancelMeeting, CancelRegistration, RegisterForMeeting
from groups.domain.commands.roster import ArrangeRoster, HandOverShift, TakeShiftBack

__all__ = [
    "AddSource",
    "AdmitMember",
    "AppointFacilitator",
    "ArrangeRoster",
    "AskToJoin",
    "CancelMeeting",
    "CancelRegistration",
    "ChangeGroup",
    "CheckIn",
    "ChooseHomeGroup",
    "CreateGroup",
    "DismissFacilitator",
    "EndMembership",
    "FetchSource",
    "HandOverShift",
    "ImportMeetings",
    "MarkAttendance",
    "RecordOnlineJoin",
    "RegisterForMeeting",
    "ReverseImport",
    "TakeShiftBack",
]
