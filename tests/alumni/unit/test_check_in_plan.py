"""When members are asked and who is prompted: once each, in peace on quiet days, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alumni.domain.check_in_plan import Around, CheckInPlan, First, Span, Step, Wishes
from alumni.domain.events.check_ins import CheckInDue, CheckInMissed
from alumni.domain.local_time import local_date
from chassis.ids import new_id
from tests.alumni.unit.test_sobriety import NOON, ZONES

PARTNER, MENTOR, CENTRE = "p" * 32, "m" * 32, "c" * 32
EVENING = Wishes(on=True, due_hour=20, delay_hours=3, first=First.PARTNER)
# 20:00 of 1 March in India, two and a half hours after the noon of London.
DUE = datetime(2026, 3, 1, 14, 30, tzinfo=UTC)


def around(
    *, said: bool = False, partners: tuple[str, ...] = (PARTNER,), mentor: str | None = MENTOR
) -> Around:
    return Around(time_zone=ZONES[0], partners=partners, mentor=mentor, centre_id=CENTRE, said=said)


def plan(wishes: Wishes = EVENING, zone: str = ZONES[0]) -> CheckInPlan:
    return CheckInPlan.make(new_id(), wishes, zone, at=NOON)


def steps(kept: CheckInPlan, how: Around) -> list[object]:
    """Take every step of a day at its own time; give what was told."""
    begun = kept.day
    while kept.day == begun and kept.next_at:
        kept.advance(how, at=kept.next_at)
    return kept.events


def test_silence_prompts_the_partner_and_then_the_centre_each_once():
    kept = plan()

    told = steps(kept, around())

    assert told == [
        CheckInDue(member_id=kept.id),
        CheckInMissed(member_ids=[PARTNER], centre_id=CENTRE),
        CheckInMissed(member_ids=[], centre_id=CENTRE),
    ]
    assert (kept.step, kept.next_at) == (Step.ASK, DUE + timedelta(days=1))


def test_the_prompts_come_after_the_members_own_delay():
    kept = plan()

    assert kept.next_at == DUE
    kept.advance(around(), at=DUE)
    assert kept.next_at == DUE + timedelta(hours=3)
    kept.advance(around(), at=DUE + timedelta(hours=3))
    assert kept.next_at == DUE + timedelta(hours=6)


@pytest.mark.parametrize(
    ("first", "partners", "mentor", "prompted"),
    [
        (First.MENTOR, (PARTNER,), MENTOR, [MENTOR]),
        (First.MENTOR, (PARTNER,), None, [PARTNER]),
        (First.PARTNER, (), MENTOR, [MENTOR]),
    ],
)
def test_who_is_prompted_first_is_the_members_choice_where_there_is_one(first, partners, mentor, prompted):
    kept = plan(Wishes(on=True, due_hour=20, delay_hours=3, first=first))

    told = steps(kept, around(partners=partners, mentor=mentor))

    assert told[1] == CheckInMissed(member_ids=prompted, centre_id=CENTRE)


def test_with_nobody_to_prompt_the_centre_is_told_once():
    told = steps(plan(), around(partners=(), mentor=None))

    assert told[1:] == [CheckInMissed(member_ids=[], centre_id=CENTRE)]


def test_who_has_checked_in_is_not_asked_and_an_answer_ends_the_prompts():
    assert steps(plan(), around(said=True)) == []
    kept = plan()
    kept.advance(around(), at=DUE)

    kept.advance(around(said=True), at=DUE + timedelta(hours=3))

    assert kept.events == [CheckInDue(member_id=kept.id)]
    assert (kept.step, kept.day) == (Step.ASK, date(2026, 3, 2))


def test_on_quiet_days_nobody_is_asked_or_prompted():
    quiet = (Span(first=date(2026, 3, 1), last=date(2026, 3, 2)),)
    kept = plan(Wishes(on=True, due_hour=20, delay_hours=3, first=First.PARTNER, quiet=quiet))

    assert [steps(kept, around()) for _ in range(2)] == [[], []]
    assert len(steps(kept, around())) == 3


def test_nobody_is_asked_hours_too_late_or_when_it_is_off():
    kept = plan()

    kept.advance(around(), at=DUE + timedelta(hours=7))

    assert (kept.events, kept.next_at) == ([], DUE + timedelta(days=1))
    assert plan(Wishes(on=False, due_hour=20, delay_hours=3, first=First.PARTNER)).next_at is None


@given(
    start=st.integers(0, 500 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    zone=st.sampled_from(ZONES),
    hour=st.integers(0, 23),
    delay=st.integers(1, 11),
)
def test_every_day_of_the_calendar_is_asked_about_once_whatever_the_clock_does(start, zone, hour, delay):
    wishes = Wishes(on=True, due_hour=hour, delay_hours=delay, first=First.PARTNER)
    kept = CheckInPlan.make(new_id(), wishes, zone, at=start)
    silent = Around(time_zone=zone, partners=(PARTNER,), mentor=None, centre_id=None, said=False)
    days = []
    for _ in range(9):
        if kept.step is Step.ASK:
            days.append(kept.day)
            assert local_date(kept.next_at, zone) == kept.day
        kept.advance(silent, at=kept.next_at)

    assert days == [days[0] + timedelta(days=number) for number in range(3)]
    assert len(kept.events) == 9
