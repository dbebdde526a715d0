"""Programme figures tell nothing under five, and let nothing under five be found out."""

from dataclasses import fields, replace
from datetime import date
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from alumni.domain.figures import SMALLEST, Cohort, Counts, Figures, Span, Told, told

SPAN = Span(weeks=4, until=date(2026, 11, 23))
BOUND = 60
OF_TOLD: dict[Told, list[int]] = {}
for number in range(BOUND + 10):
    OF_TOLD.setdefault(told(number), []).append(number)

counts = st.integers(0, BOUND)
groups = st.lists(counts, min_size=2, max_size=3).map(sorted)


@st.composite
def centres(draw: st.DrawFn) -> Counts:
    """Counts as they can be: a group is never larger than the whole that it belongs to."""
    members = draw(counts)
    active, attending, checking_in = (draw(st.integers(0, members)) for _ in range(3))
    pairs = draw(st.integers(0, members))
    retained = draw(st.integers(0, members))
    return Counts(
        members=members,
        active=active,
        days_of_use=active * draw(st.integers(1, 28)),
        attending=attending,
        attendances=attending * draw(st.integers(1, 9)),
        pairs=pairs,
        pairs_in_contact=draw(st.integers(0, pairs)),
        checking_in=checking_in,
        check_ins=checking_in * draw(st.integers(1, 28)),
        cohorts=[Cohort(week=0, people=members, retained=retained)],
    )


@given(counts)
def test_nothing_under_five_is_told(count: int):
    assert (told(count) is None) == (count < SMALLEST)
    assert told(count) is None or abs((told(count) or 0) - count) <= 2


@given(groups)
def test_no_difference_of_two_told_counts_is_known(nested: list[int]):
    """Of groups within groups, each told, try all that they can be: no difference is always the same."""
    possible = [
        each for each in product(*(OF_TOLD[told(count)] for count in nested)) if list(each) == sorted(each)
    ]

    for smaller, larger in combinations(range(len(nested)), 2):
        assert len({each[larger] - each[smaller] for each in possible}) >= 3
    for place in range(len(nested)):
        assert len({each[place] for each in possible}) >= 3


@given(st.lists(centres(), max_size=6), st.data())
def test_the_network_tells_nothing_that_its_centres_do_not(known: list[Counts], data: st.DataObject):
    """Put other counts behind the same figures: the sum is the same, so no centre comes out of it."""
    others = [another(each, data) for each in known]
    figures = [Figures.of(each, SPAN) for each in known]

    assert [Figures.of(each, SPAN).counts for each in others] == [each.counts for each in figures]
    assert Figures.together([Figures.of(each, SPAN) for each in others], SPAN) == Figures.together(
        figures, SPAN
    )


@given(centres(), st.data())
def test_rates_tell_nothing_that_the_counts_do_not(known: Counts, data: st.DataObject):
    assert Figures.of(another(known, data), SPAN).rates == Figures.of(known, SPAN).rates


@given(centres())
def test_things_of_fewer_than_five_people_are_not_told(known: Counts):
    figures = Figures.of(known, SPAN).counts

    for people, things in (
        ("active_members", "days_of_use"),
        ("attending_members", "attendances"),
        ("checking_in_members", "check_ins"),
    ):
        assert figures[people] is not None or figures[things] is None


def test_figures_are_rounded_to_fives():
    figures = Figures.of(Counts(members=52, active=48, days_of_use=601, pairs=12, pairs_in_contact=4), SPAN)

    assert figures.counts["members"] == figures.counts["active_members"] == 50
    assert figures.counts["pairs_in_contact"] is None
    assert figures.rates == {"days_per_member_and_week": 3.0, "contact_rate": None, "check_in_rate": None}


def another(known: Counts, data: st.DataObject) -> Counts:
    """Counts behind which the same figures are told; those of things stay."""
    people = ("members", "active", "attending", "pairs", "pairs_in_contact", "checking_in")
    assert {*people} < {each.name for each in fields(Counts)}
    return replace(
        known, **{name: data.draw(st.sampled_from(OF_TOLD[told(getattr(known, name))])) for name in people}
    )
