"""Orders that this service takes, a file per subject."""

from groups.domain.commands.absences import CloseAbsence
from groups.domain.commands.attendance import CheckIn, MarkAttendance, RecordOnlineJoin
from groups.domain.commands.certificates import IssueCertificate, RevokeCertificate
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
from groups.domain.commands.places import (
    CancelMeeting,
    CancelRegistration,
    ConfirmRegistration,
    RegisterForMeeting,
    RestoreRegistration,
)
from groups.domain.commands.roster import ArrangeRoster, HandOverShift, TakeShiftBack
from groups.domain.commands.series import (
    ChangeDate,
    ChangeSeries,
    EndSeries,
    ResumeSeries,
    ScheduleSeries,
    SuspendSeries,
)
from groups.domain.commands.standing import ComeAfterAll, GiveUpStandingSeat, SkipDate, TakeStandingSeat

__all__ = [
    "AddSource",
    "AdmitMember",
    "AppointFacilitator",
    "ArrangeRoster",
    "AskToJoin",
    "CancelMeeting",
    "CancelRegistration",
    "ChangeDate",
    "ChangeGroup",
    "ChangeSeries",
    "CheckIn",
    "ChooseHomeGroup",
    "CloseAbsence",
    "ComeAfterAll",
    "ConfirmRegistration",
    "CreateGroup",
    "DismissFacilitator",
    "EndMembership",
    "EndSeries",
    "FetchSource",
    "GiveUpStandingSeat",
    "HandOverShift",
    "ImportMeetings",
    "IssueCertificate",
    "MarkAttendance",
    "RecordOnlineJoin",
    "RegisterForMeeting",
    "RestoreRegistration",
    "ResumeSeries",
    "ReverseImport",
    "RevokeCertificate",
    "ScheduleSeries",
    "SkipDate",
    "SuspendSeries",
    "TakeShiftBack",
    "TakeStandingSeat",
]
