"""When a message may reach a person: never outside the hours of its class."""

from __future__ import annotations

from datetime import datetime

from notify.domain.message import Urgency
from notify.domain.preferences import Preferences


def opens_at(urgency: Urgency, preferences: Preferences, time_zone: str, at: datetime) -> datetime:
    """Give the first moment from `at` on, in UTC, at which a message of this class may go to the member."""
    return at
