"""What can wait is told together: in one message, at the end of an hour or a day of the member's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notify.domain.contacts import Contacts
from notify.domain.message import Urgency
from notify.domain.preferences import Bundling
from notify.domain.windows import opens_at

TOLD_AT = time(18)  # when a day's news are told
LASTS = timedelta(days=1)  # for so long a message that says how much is new is of use

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What is told together: everything since a moment, at another."""

    since: datetime
    opens_at: datetime


@dataclass(frozen=True, kw_only=True)
class Unread:
    """One thing that lies unread in a member's inbox."""

    member_id: str
    urgency: Urgency
    told_at: datetime  # since when it lies there


@dataclass(frozen=True, kw_only=True)
class TextTried:
    """One text that was, or is being, handed to a provider for a member."""

    message_id: str
    member_id: str
    tried_at: datetime
    is_settled: bool  # a sender is not at it any more


def bundle_of(member: Contacts, at: datetime) -> Bundle | None:
    """Give the bundle of what happens at a moment; None for a member who is told at once.

    What happens in quiet hours is one bundle with all else that waits for their end.
    """
    bundling = member.preferences.bundling
    if bundling is Bundling.AT_ONCE:
        return None
    end, length = (_next_hour, _HOUR) if bundling is Bundling.HOURLY else (_next_evening, _DAY)
    ends = end(at.astimezone(ZoneInfo(member.time_zone)))
    # The time is taken off the clock on the wall, so that an hour that comes twice is in one bundle.
    begin = min(at, (ends - length).astimezone(UTC))
    last = max(at, ends.astimezone(UTC))
    opening = opens_at(Urgency.DIGESTIBLE, member.preferences, member.time_zone, last)
    return Bundle(since=begin, opens_at=opening)


def bundle_told(member: Contacts, happened_at: datetime, told_at: datetime) -> Bundle | None:
    """Give the bundle of what happened at a moment and was told at another; None as above.

    What is heard of only once its own bundle has opened falls into the one that is open then.
    """
    return bundle_of(member, told_at if has_opened(member, happened_at, told_at) else happened_at)


def has_opened(member: Contacts, happened_at: datetime, at: datetime) -> bool:
    """Tell whether the bundle of what happened at a moment has opened at another."""
    bundle = bundle_of(member, happened_at)
    return bundle is not None and bundle.opens_at <= at


def day_of(time_zone: str, at: datetime) -> datetime:
    """Give the moment, in UTC, at which the day began on a clock."""
    return _midnight(time_zone, at).astimezone(UTC)


def next_day_of(time_zone: str, at: datetime) -> datetime:
    """Give the moment, in UTC, at which the next day begins on a clock."""
    return (_midnight(time_zone, at) + _DAY).astimezone(UTC)


def _midnight(time_zone: str, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _next_hour(shown: datetime) -> datetime:
    return shown.replace(minute=0, second=0, microsecond=0) + _HOUR


def _next_evening(shown: datetime) -> datetime:
    evening = shown.replace(hour=TOLD_AT.hour, minute=0, second=0, microsecond=0)
    return evening if shown < evening else evening + _DAY
