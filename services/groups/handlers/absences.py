"""How it is noticed that somebody stopped coming, and what is said of it then."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from chassis.ids import derived_id
from groups.domain.absence import Absence, DateTaken, gap
from groups.domain.access import Caller
from groups.domain.commands import CloseAbsence
from groups.domain.errors import AbsenceUnknown, GroupUnknown, NotOfYourCentre, NotYourGroup
from groups.handlers.access import led_series
from groups.handlers.stale import again_when_stale
from groups.ports import Absences, Groups, Sheet


def notice_absences(absences: Absences, groups: Groups, at: datetime) -> int:
    """Notice who missed three dates in a row with a standing seat, once a gap; gives how many were noticed.

    Nothing is sent to who is absent: those who lead the group are asked to reach out.
    """
    count = 0
    for sheet in absences.due(at):
        for absence in _new_absences(sheet, absences, at):
            absence.notice(_leaders(sheet.group_id, groups))
            count += absences.add_once(absence)
        absences.looked_at(sheet)
    return count


def close_absence(command: CloseAbsence, absences: Absences, groups: Groups) -> Absence:
    """Say what became of an absence; raises AbsenceUnknown, also to who does not lead the meeting."""

    def attempt() -> Absence:
        absence = absences.get(command.absence_id)
        _refuse_strangers(command.caller, absence, groups)
        absence.close(command.how, command.caller.member_id, command.at)
        absences.save(absence)
        return absence

    return again_when_stale(attempt)


def _new_absences(sheet: Sheet, absences: Absences, at: datetime) -> Iterator[Absence]:
    for member_id, dates in absences.histories(sheet.series_id).items():
        missed = gap(dates)
        if missed and not _known(sheet.series_id, member_id, missed, absences):
            yield Absence(
                id=derived_id(sheet.series_id, member_id, missed[0].occurrence_id),
                series_id=sheet.series_id,
                centre_id=sheet.centre_id,
                group_id=sheet.group_id,
                member_id=member_id,
                first_missed_at=missed[0].starts_at,
                noticed_at=at,
            )


def _known(series_id: str, member_id: str, missed: Sequence[DateTaken], absences: Absences) -> bool:
    """Tell whether this gap was noticed before, though an earlier date of it may have been marked since."""
    return absences.noticed(series_id, member_id, missed[0].starts_at, missed[-1].starts_at)


def _leaders(group_id: str | None, groups: Groups) -> Sequence[str]:
    if group_id is None:
        return ()
    try:
        return sorted(groups.get(group_id).leader_ids)
    except GroupUnknown:
        return ()


def _refuse_strangers(caller: Caller, absence: Absence, groups: Groups) -> None:
    try:
        led_series(caller, absence, groups)
    except (GroupUnknown, NotOfYourCentre, NotYourGroup):
        raise AbsenceUnknown from None
