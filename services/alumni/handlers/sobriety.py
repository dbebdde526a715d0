"""Keep the record of one's sobriety."""

from collections.abc import Callable
from datetime import date, datetime, time

from alumni.domain.local_time import moment, to_the_millisecond
from alumni.domain.member import Member
from alumni.domain.sobriety import Before, Sobriety
from alumni.handlers.stale import again_when_stale
from alumni.ports.sobriety import SobrietyRecords
from chassis.ids import new_id


def start_streak(
    member: Member, since: date | datetime, *, records: SobrietyRecords, at: datetime
) -> Sobriety:
    """Say since which day or moment one is sober, or correct it.

    A day counts from its beginning in the member's time zone. Raises StartImplausible, StreakOverlaps.
    """
    if isinstance(since, datetime):
        started_at = to_the_millisecond(since)
    else:
        started_at = moment(since, time.min, member.time_zone)
    return _change(
        member,
        lambda record: record.start(started_at, new_id(), time_zone=member.time_zone, at=at),
        records,
    )


def record_slip(
    member: Member, happened_at: datetime | None, *, again: bool, records: SobrietyRecords, at: datetime
) -> tuple[Before, Sobriety]:
    """End the streak, and begin a new one if the person says so; raises SlipImplausible."""
    told: list[Before] = []
    moment_of_slip = to_the_millisecond(happened_at) if happened_at else at

    def decide(record: Sobriety) -> None:
        told.append(record.slip(new_id(), moment_of_slip, again=again, time_zone=member.time_zone, at=at))

    record = _change(member, decide, records)
    return told[-1], record


def undo_slip(member: Member, slip_id: str, *, records: SobrietyRecords, at: datetime) -> None:
    """Take back a slip that was entered by mistake; raises SlipUnknown."""
    _change(member, lambda record: record.undo(slip_id, time_zone=member.time_zone, at=at), records)


def _change(member: Member, decide: Callable[[Sobriety], None], records: SobrietyRecords) -> Sobriety:
    def attempt() -> Sobriety:
        record = records.of(member.id) or Sobriety.begin(member.id, member.time_zone)
        decide(record)
        records.save(record)
        return record

    return again_when_stale(attempt)
