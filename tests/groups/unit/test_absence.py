"""Gaps, found backwards from the last date, are those that a person with a pencil would find."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.ids import new_id
from groups.domain.absence import LOOKED_BACK, Absence, DateTaken, gap
from groups.domain.errors import AbsenceClosed

START = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
MEMBER = "a" * 32

CAME, MISSED, SKIPPED, SKIPPED_AND_CAME = "came", "missed", "skipped", "skipped and came"
weeks = st.lists(st.sampled_from([CAME, MISSED, MISSED, MISSED, SKIPPED, SKIPPED_AND_CAME]), max_size=40)


def dates_of(history: list[str]) -> list[DateTaken]:
    return [
        DateTaken(
            occurrence_id=f"{number:032x}",
            starts_at=START + timedelta(weeks=number),
            expected=what in (CAME, MISSED),
            present=what in (CAME, SKIPPED_AND_CAME),
        )
        for number, what in enumerate(history)
    ]


def runs_of_misses(history: list[str]) -> set[int]:
    """Give where each run of three misses or more begins, written as a text and read from the left."""
    letters = "".join("x" if what == MISSED else "." for what in history)
    return {at for at in range(len(letters)) if f".{letters}"[at : at + 4] == ".xxx"}


@settings(max_examples=300)
@given(weeks)
def test_looking_after_every_date_finds_every_gap_by_its_first_date(history):
    dates = dates_of(history)

    found = [gap(dates[: number + 1]) for number in range(len(dates))]

    assert {int(missed[0].occurrence_id, 16) for missed in found if missed} == runs_of_misses(history)
    assert all(each.missed for missed in found for each in missed)


def test_a_gap_longer_than_what_is_looked_back_on_is_none_any_more():
    assert len(gap(dates_of([MISSED] * (LOOKED_BACK - 1)))) == LOOKED_BACK - 1
    assert gap(dates_of([MISSED] * LOOKED_BACK)) == ()


def an_absence() -> Absence:
    return Absence(
        id=new_id(),
        series_id=new_id(),
        centre_id=new_id(),
        group_id=None,
        member_id=MEMBER,
        first_missed_at=START,
        noticed_at=START,
    )


def test_nobody_is_asked_to_reach_out_to_themselves_and_no_fact_names_who_is_absent():
    absence, leader_id = an_absence(), new_id()

    absence.notice([MEMBER, leader_id])

    assert absence.events[0].member_ids == [leader_id]
    assert MEMBER not in repr(absence.events)


def test_an_absence_is_closed_once():
    absence = an_absence()
    absence.close("reached", "b" * 32, START)
    absence.close("reached", "c" * 32, START)

    assert absence.closure is not None
    assert absence.closure.by == "b" * 32
    with pytest.raises(AbsenceClosed):
        absence.close("left", "b" * 32, START)
