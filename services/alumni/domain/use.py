"""Days of use: that a member was here on a day, and nothing of what they did."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from alumni.domain.member import HOME_TIME_ZONE

KEPT = timedelta(days=400)
_HERE = ZoneInfo(HOME_TIME_ZONE)


def day_of(at: datetime) -> date:
    """Name the day that it is in India, whatever the member's own clock shows."""
    return at.astimezone(_HERE).date()


def week_of(day: date) -> date:
    """Name the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
