"""When a member is reminded of a meeting: a lead before it begins, and never in the quiet of a night.

A reminder whose hour is quiet goes before the quiet hours begin, where that is still to come, else when
they end, else not at all. One whose hour was past when the place was taken is not given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from notify.domain.contacts import Contacts
from notify.domain.message import Urgency
from notify.domain.windows import last_open_before, opens_at

# How long before quiet hours begin: a sender that is busy still has the time to send it.
IN_TIME = timedelta(minutes=15)


class Fate(StrEnum):
    """What became of a reminder."""

    TOLD = "told"
    PAST = "past"  # its hour had passed when the place was taken
    QUIET = "quiet"  # there was no hour for it in which the member may be written to
    LATE = "late"  # nobody could give it before the meeting began


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """One reminder to come."""

    lead: timedelta
    at: datetime


def reminder_of(
    starts_at: datetime, lead: timedelta, member: Contacts, since: datetime, now: datetime
) -> Reminder | Fate:
    """Say when to remind a member who has had the place since a moment, or why that is not done."""
    hour = starts_at - lead
    if hour <= since:
        return Fate.PAST
    opening = opens_at(Urgency.TIMELY, member.preferences, member.time_zone, hour)
    if opening == hour:
        return Reminder(lead=lead, at=hour)
    before = last_open_before(member.preferences.quiet, member.time_zone, hour, IN_TIME)
    if before > max(since, now) and _is_open(member, before):
        return Reminder(lead=lead, at=before)
    return Reminder(lead=lead, at=opening) if opening < starts_at else Fate.QUIET


def _is_open(member: Contacts, at: datetime) -> bool:
    return opens_at(Urgency.TIMELY, member.preferences, member.time_zone, at) == at
