"""When a message may reach a person: never outside the hours of the law, and of the member's own choice.

Hours are hours of a clock on a wall: a moment is quiet if that clock shows a quiet time, also in the hour
that comes twice when summer time ends. What is quiet ends where the clock jumps over its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notify.domain.message import Urgency
from notify.domain.preferences import Hours, Preferences
from notify.domain.template import ANY_HOUR

SERVICE_IMPLICIT = "service-implicit"
# TRAI's TCCCPR 2018: what a person did not ask for goes from 10:00 to 21:00 in India.
FORBIDDEN = Hours(time(21, 0), time(10, 0))
LAWFUL_ZONE = "Asia/Kolkata"

NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # for hours that leave no moment open
DAYS_SEARCHED = 400  # both clocks have shown every difference by then

_DAY = timedelta(days=1)
_Closed = tuple[Hours, ZoneInfo]


def opens_at(
    urgency: Urgency,
    preferences: Preferences,
    time_zone: str,
    at: datetime,
    category: str = SERVICE_IMPLICIT,
) -> datetime:
    """Give the first moment from `at` on, in UTC, at which a message of this class may go to the member.

    What is urgent passes the member's quiet hours and pause; nothing passes the law's hours for its
    category. NEVER where the member's hours and the law's leave nothing open.
    """
    closed: list[_Closed] = [] if category in ANY_HOUR else [(FORBIDDEN, ZoneInfo(LAWFUL_ZONE))]
    if urgency is Urgency.URGENT:
        return _first_open(closed, at)
    paused_until = preferences.paused_until
    begin = max(at, paused_until) if paused_until else at
    return _first_open([*closed, (preferences.quiet, ZoneInfo(time_zone))], begin)


def last_open_before(quiet: Hours, time_zone: str, moment: datetime, margin: timedelta) -> datetime:
    """Give the moment, in UTC, a margin before the quiet hours that a moment lies in began."""
    zone = ZoneInfo(time_zone)
    shown = moment.astimezone(zone)
    if not quiet.contain(shown.time()):
        return moment - margin
    # A zone's own clock is put back here, so that the hours begin by that clock also across its jumps.
    return (shown - (_until(quiet.begin, shown.time()) % _DAY)).astimezone(UTC) - margin


def _first_open(closed: Sequence[_Closed], at: datetime) -> datetime:
    moment, limit = at, at + DAYS_SEARCHED * _DAY if at < NEVER else at
    while (later := _past_all(closed, moment)) > moment:
        if later > limit:
            return NEVER
        moment = later
    return moment


def _past_all(closed: Sequence[_Closed], moment: datetime) -> datetime:
    for hours, zone in closed:
        moment = _end_of(hours, zone, moment)
    return moment


def _end_of(hours: Hours, zone: ZoneInfo, moment: datetime) -> datetime:
    """Give the first moment from this one on at which a clock shows none of the hours."""
    while hours.contain(shown := _shown(moment, zone)):
        ends = moment + _until(shown, hours.end)
        moment = _first_jump(zone, moment, ends) or ends
    return moment


def _shown(moment: datetime, zone: ZoneInfo) -> time:
    return moment.astimezone(zone).time()


def _until(shown: time, end: time) -> timedelta:
    """Say how long a clock that is not put forward or back takes until it next shows a time."""
    difference = _since_midnight(end) - _since_midnight(shown)
    return difference if difference > timedelta() else difference + _DAY


def _since_midnight(shown: time) -> timedelta:
    return timedelta(
        hours=shown.hour, minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond
    )


def _first_jump(zone: ZoneInfo, begin: datetime, end: datetime) -> datetime | None:
    """Find the moment within a day at which the zone's clocks are put forward or back, if there is one."""
    before = begin.astimezone(zone).utcoffset()
    if end.astimezone(zone).utcoffset() == before:
        return None
    earliest, latest = int(begin.timestamp()), -int(-end.timestamp() // 1)
    while latest - earliest > 1:  # clocks are put forward or back at a whole second
        middle = (earliest + latest) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == before:
            earliest = middle
        else:
            latest = middle
    return datetime.fromtimestamp(latest, UTC)
