"""When a member is reminded: before the meeting, in an hour that suits them, or not at all."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notify.domain.message import Urgency
from notify.domain.preferences import Hours, Preferences
from notify.domain.reminding import IN_TIME, Fate, Reminder, reminder_of
from notify.domain.windows import opens_at
from tests.notify import examples
from tests.notify.unit.test_windows import INDIA, ZONES, local, moments, preferences

HOUR = timedelta(hours=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ASHA = examples.contacts(preferences=Preferences())


def remind(starts_at: datetime, lead: timedelta, since: datetime = LONG_AGO) -> Reminder | Fate:
    return reminder_of(starts_at, lead, ASHA, since, since)


def test_an_evening_meeting_is_reminded_of_two_hours_before():
    starts_at = local(INDIA, 2027, 1, 6, 18, 30)

    assert remind(starts_at, 2 * HOUR) == Reminder(lead=2 * HOUR, at=starts_at - 2 * HOUR)


def test_a_meeting_at_six_is_reminded_of_before_the_night_begins():
    reminder = remind(local(INDIA, 2027, 1, 6, 6, 0), 2 * HOUR)

    assert reminder.at == local(INDIA, 2027, 1, 5, 21, 0) - IN_TIME


@pytest.mark.parametrize(("hour", "opening"), [(9, 8), (6, None)], ids=["in-the-morning", "too-late"])
def test_whoever_registers_at_night_is_reminded_in_the_morning_or_not_at_all(hour: int, opening: int | None):
    reminder = remind(local(INDIA, 2027, 1, 6, hour, 0), 2 * HOUR, since=local(INDIA, 2027, 1, 5, 22, 0))

    if opening is None:
        assert reminder is Fate.QUIET
    else:
        assert reminder.at == local(INDIA, 2027, 1, 6, opening, 0)


def test_a_lead_that_was_past_when_the_place_was_taken_is_passed_over():
    starts_at = local(INDIA, 2027, 1, 6, 18, 30)

    assert remind(starts_at, 24 * HOUR, since=starts_at - 24 * HOUR) is Fate.PAST


@settings(max_examples=150, deadline=None)
@given(
    preferences,
    st.sampled_from(ZONES),
    moments,
    st.timedeltas(timedelta(minutes=5), timedelta(days=3)),
    st.timedeltas(timedelta(), timedelta(days=4)),
)
def test_a_reminder_comes_before_the_meeting_in_an_open_hour(chosen, zone, starts_at, lead, ago):
    member = examples.contacts(preferences=chosen, time_zone=zone)
    since = starts_at - ago

    reminder = reminder_of(starts_at, lead, member, since, since)

    if isinstance(reminder, Reminder):
        assert since < reminder.at < starts_at
        assert opens_at(Urgency.TIMELY, chosen, zone, reminder.at) == reminder.at
    else:
        hour = starts_at - lead
        assert reminder is (Fate.PAST if hour <= since else Fate.QUIET)
        assert hour <= since or opens_at(Urgency.TIMELY, chosen, zone, hour) >= starts_at


def test_hours_that_a_member_chose_count():
    member = examples.contacts(preferences=Preferences(quiet=Hours(time(16), time(17))))
    starts_at = local(INDIA, 2027, 1, 6, 18, 30)

    reminder = reminder_of(starts_at, 2 * HOUR, member, LONG_AGO, LONG_AGO)

    assert reminder.at == local(INDIA, 2027, 1, 6, 16, 0) - IN_TIME
