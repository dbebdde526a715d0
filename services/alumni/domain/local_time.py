"""Days and months as a member's own calendar and clock count them."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local_date(at: datetime, time_zone: str) -> date:
    """Name the day of the calendar that it is somewhere."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def moment(day: date, clock: time, time_zone: str) -> datetime:
    """Give the moment, in UTC, at which a clock on the wall shows this.

    Where the clock shows it twice, the first time; where it skips it, as much later as it skips.
    """
    return datetime.combine(day, clock, ZoneInfo(time_zone)).astimezone(UTC)


def days_between(start: datetime, end: datetime, time_zone: str) -> int:
    """Count whole days from one moment to another as the wall clock goes; never less than none."""
    zone = ZoneInfo(time_zone)
    begun, ended = (each.astimezone(zone).replace(tzinfo=None, fold=0) for each in (start, end))
    return max((ended - begun).days, 0)


def later(start: datetime, time_zone: str, *, days: int = 0, months: int = 0) -> datetime:
    """Give the moment so many days or months later by the wall clock, in UTC.

    A month that is too short for the day ends with its last one: 31 August and six months is the last
    day of February.
    """
    begun = start.astimezone(ZoneInfo(time_zone))
    day = _months_later(begun.date(), months) + timedelta(days=days)
    return moment(day, begun.time(), time_zone)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def to_the_millisecond(at: datetime) -> datetime:
    """Leave off what the database does not keep, so that what is stored equals what was said."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
