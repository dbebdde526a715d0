"""How well a provider did: it falls ill below one bound and is well again above a higher one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notify.domain.health import FALLS_BELOW, FORGOTTEN_AFTER, RISES_ABOVE, Health

AT = datetime(2026, 11, 28, tzinfo=UTC)


def after(health: Health, count: int, *, good: bool = True, timely: bool = True) -> Health:
    for _ in range(count):
        health = health.after(good=good, timely=timely, at=AT)
    return health


def test_a_few_failures_do_not_make_a_provider_ill():
    assert after(Health(), 3, good=False).is_well


def test_a_provider_that_keeps_failing_is_ill():
    assert not after(Health(), 20, good=False).is_well


def test_a_provider_that_is_good_and_late_is_ill():
    assert not after(Health(), 20, timely=False).is_well


def test_between_the_bounds_a_provider_stays_what_it_was():
    ill = after(Health(), 20, good=False)
    better = after(ill, 10)

    assert FALLS_BELOW < better.score < RISES_ABOVE
    assert not better.is_well
    assert after(better, 20).is_well


def test_what_was_long_ago_says_nothing_of_today():
    ill = after(Health(), 20, good=False)
    later = AT + FORGOTTEN_AFTER + timedelta(seconds=1)

    assert ill.is_well_at(later)
    assert ill.after(good=True, timely=True, at=later).is_well


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=200))
def test_shares_stay_shares_and_only_the_score_decides(outcomes):
    health = Health()
    for good, timely in outcomes:
        before, health = health, health.after(good=good, timely=timely, at=AT)
        assert 0 <= health.good <= 1
        assert 0 <= health.timely <= 1
        if before.is_well and not health.is_well:
            assert health.score < FALLS_BELOW
        if health.is_well and not before.is_well:
            assert health.score > RISES_ABOVE
