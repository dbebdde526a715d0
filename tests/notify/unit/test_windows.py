"""When a message may go: compared, over zones and their summer times, with a look at every minute."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notify.domain.message import Urgency
from notify.domain.preferences import NEVER_QUIET, QUIET, Hours, Preferences
from notify.domain.windows import NEVER, opens_at

MINUTE = timedelta(minutes=1)
INDIA = "Asia/Kolkata"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = "Europe/Berlin"
EXPLICIT = "service-explicit"
ZONES = [
    INDIA,
    BERLIN,
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",  # puts its clocks forward by half an hour
    "Africa/Cairo",  # at midnight
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "UTC",
]

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
hours = st.one_of(st.just(QUIET), st.builds(Hours, times, times))
# Around the days on which clocks are put forward and back in one of the zones, and on any other.
days = st.sampled_from(
    [
        datetime(2027, *day, tzinfo=UTC)
        for day in ((3, 28), (10, 31), (3, 14), (11, 7), (4, 4), (10, 3), (4, 30))
    ]
)
near_jumps = st.builds(
    lambda day, more: day + more,
    days,
    st.timedeltas(-timedelta(days=1), timedelta(days=1)),
)
moments = st.one_of(
    near_jumps, st.timedeltas(timedelta(), timedelta(days=1500)).map(lambda more: NEW_YEAR + more)
)
preferences = st.builds(
    lambda quiet, begin, lasts: Preferences(quiet=quiet, paused_until=begin + lasts if lasts else None),
    hours,
    moments,
    st.one_of(st.none(), st.timedeltas(timedelta(), timedelta(hours=30))),
)
classes = st.sampled_from(Urgency)
categories = st.sampled_from(["transactional", "service-implicit", EXPLICIT, "promotional"])


def shows(hours: Hours, shown: time) -> bool:
    """Tell whether a time is within hours, by walking a clock of minutes from their begin to their end."""
    begin, end, now = (each.hour * 60 + each.minute for each in (hours.begin, hours.end, shown))
    return (now - begin) % 1440 < (end - begin) % 1440


def is_closed(urgency: Urgency, chosen: Preferences, zone: str, category: str, at: datetime) -> bool:
    """Say the rule once more, for one moment."""
    india = at.astimezone(ZoneInfo(INDIA)).time()
    if category in ("service-explicit", "promotional") and not time(10) <= india < time(21):
        return True
    if urgency is Urgency.URGENT:
        return False
    paused = chosen.paused_until is not None and at < chosen.paused_until
    return paused or shows(chosen.quiet, at.astimezone(ZoneInfo(zone)).time())


@settings(max_examples=150, deadline=None)
@given(classes, preferences, st.sampled_from(ZONES), categories, moments)
def test_a_message_goes_at_the_first_open_moment(urgency, chosen, zone, category, at):
    opening = opens_at(urgency, chosen, zone, at, category)

    assert opening >= at
    if opening == NEVER:
        return
    assert not is_closed(urgency, chosen, zone, category, opening)
    assert opens_at(urgency, chosen, zone, opening, category) == opening
    # Hours, and clocks, change at whole minutes; a pause ends at any moment.
    within = [at, *minutes_between(at, opening)]
    assert opening == at or all(is_closed(urgency, chosen, zone, category, each) for each in within)


def minutes_between(begin: datetime, end: datetime) -> list[datetime]:
    first = begin.replace(second=0, microsecond=0) + MINUTE
    count = max(0, -((first - end) // MINUTE))
    last_days = range(max(0, count - 2 * 1440), count)
    return [first + number * MINUTE for number in last_days if first + number * MINUTE < end]


def local(zone: str, *moment: int, fold: int = 0) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        ((2027, 1, 5, 20, 59), (2027, 1, 5, 20, 59)),
        ((2027, 1, 5, 21, 0), (2027, 1, 6, 8, 0)),
        ((2027, 1, 6, 7, 59), (2027, 1, 6, 8, 0)),
        ((2027, 1, 6, 8, 0), (2027, 1, 6, 8, 0)),
    ],
    ids=str,
)
def test_by_default_nothing_comes_between_nine_in_the_evening_and_eight(at, opening):
    assert opens_at(Urgency.TIMELY, Preferences(), INDIA, local(INDIA, *at)) == local(INDIA, *opening)


def test_quiet_hours_end_where_the_clock_jumps_over_their_end():
    chosen = Preferences(quiet=Hours(time(22), time(2, 30)))

    opening = opens_at(Urgency.TIMELY, chosen, BERLIN, local(BERLIN, 2027, 3, 28, 1, 0))

    assert opening == local(BERLIN, 2027, 3, 28, 3, 0)  # there is no half past two that night


def test_an_hour_that_comes_twice_is_quiet_twice():
    chosen = Preferences(quiet=Hours(time(2), time(2, 30)))
    first, second = (local(BERLIN, 2027, 10, 31, 2, 10, fold=fold) for fold in (0, 1))

    assert opens_at(Urgency.TIMELY, chosen, BERLIN, first) == first + 20 * MINUTE
    assert opens_at(Urgency.TIMELY, chosen, BERLIN, second) == second + 20 * MINUTE


def test_what_is_urgent_passes_quiet_hours_and_a_pause_but_not_the_law():
    at = local(INDIA, 2027, 1, 5, 23, 0)
    chosen = Preferences(paused_until=at + timedelta(days=3))

    assert opens_at(Urgency.URGENT, chosen, INDIA, at) == at
    assert opens_at(Urgency.URGENT, chosen, INDIA, at, EXPLICIT) == local(INDIA, 2027, 1, 6, 10, 0)


def test_a_promotion_waits_for_the_hours_of_india_wherever_its_reader_lives():
    chosen = Preferences(quiet=NEVER_QUIET)
    at = local("America/New_York", 2027, 1, 5, 12, 0)  # half past ten in the evening in India

    assert opens_at(Urgency.BULK, chosen, "America/New_York", at, "promotional") == local(
        INDIA, 2027, 1, 6, 10, 0
    )


def test_hours_that_leave_nothing_open_never_open():
    chosen = Preferences(quiet=Hours(time(9), time(22)))
    at = local(INDIA, 2027, 1, 5, 12, 0)

    assert opens_at(Urgency.BULK, chosen, INDIA, at, "promotional") == NEVER
