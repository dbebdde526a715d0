"""Matching: filters, reasons, and the assignment of many at once."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alumni.adapters.assignment import UNFIT, OptimalAssignment, scores
from alumni.domain.matching import (
    BEST_SCORE,
    Because,
    Candidate,
    Hindrance,
    Seeker,
    hindrance,
    match,
    suggest,
)
from benchmarks.crowd import crowd

QUICK = settings(max_examples=40, deadline=None)


def parted(seekers: list[Seeker], mentors: list[Candidate]) -> set[tuple[str, str]]:
    """Some whom a block parts."""
    return {
        (seeker.member_id, mentor.member_id) for seeker, mentor in zip(seekers, mentors[1:], strict=False)
    }


def fit(seeker: Seeker, mentor: Candidate, apart: set[tuple[str, str]]) -> bool:
    blocked = frozenset(name for whose, name in apart if whose == seeker.member_id)
    return hindrance(seeker, mentor, blocked) is None


@QUICK
@given(seed=st.integers(0, 10_000))
def test_the_arrays_score_as_the_domain_does(seed: int):
    seekers, mentors = crowd(12, 14, seed)
    apart = parted(seekers, mentors)

    found = scores(seekers, mentors, apart)

    for row, mentor in enumerate(mentors):
        for column, seeker in enumerate(seekers):
            if not fit(seeker, mentor, apart):
                assert found[row, column] == UNFIT
                continue
            matched = match(seeker, mentor)
            room = sum(each.points for each in matched.reasons if each.code is Because.ROOM)
            assert found[row, column] == matched.score - room


@QUICK
@given(seed=st.integers(0, 10_000))
def test_a_score_lies_between_0_and_100_and_is_the_sum_of_its_reasons(seed: int):
    seekers, mentors = crowd(5, 8, seed)

    for seeker in seekers:
        found = suggest(seeker, mentors)
        assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
        assert all(0 <= each.score <= BEST_SCORE and each.reasons for each in found)


@QUICK
@given(seed=st.integers(0, 10_000))
def test_an_assignment_keeps_filters_and_capacity(seed: int):
    seekers, mentors = crowd(20, 5, seed)
    apart = parted(seekers, mentors)

    pairs = OptimalAssignment().assign(seekers, mentors, apart)

    assert len({seeker for seeker, _ in pairs}) == len(pairs)
    for number, mentor in enumerate(mentors):
        assert sum(each == number for _, each in pairs) <= mentor.free
    assert all(fit(seekers[seeker], mentors[mentor], apart) for seeker, mentor in pairs)


@QUICK
@given(seed=st.integers(0, 10_000))
def test_no_other_assignment_matches_more_or_scores_higher(seed: int):
    seekers, mentors = crowd(4, 4, seed)

    pairs = OptimalAssignment().assign(seekers, mentors, ())

    def worth(chosen: list[tuple[int, int]]) -> tuple[int, int]:
        return len(chosen), sum(match(seekers[one], mentors[other]).score for one, other in chosen)

    # One mentee a mentor is one of the ways in which they can be brought together.
    for order in permutations(range(4)):
        other = [
            (one, mentor) for one, mentor in enumerate(order) if fit(seekers[one], mentors[mentor], set())
        ]
        assert len(pairs) >= len(other)
        if len(pairs) == len(other) and len({mentor for _, mentor in pairs}) == len(pairs):
            assert worth(pairs) >= worth(other)


def test_nobody_is_assigned_where_there_is_nobody():
    seekers, mentors = crowd(3, 3)

    assert OptimalAssignment().assign([], mentors, ()) == []
    assert OptimalAssignment().assign(seekers, [], ()) == []


@pytest.mark.parametrize("blocked", [True, False])
def test_a_block_is_named_before_what_else_hinders(blocked: bool):
    (seeker,), mentors = crowd(1, 30, 3)
    mentor = mentors[1]
    names = frozenset({mentor.member_id}) if blocked else frozenset()

    assert (hindrance(seeker, mentor, names) is Hindrance.BLOCKED) is blocked
