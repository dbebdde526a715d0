"""A provider's rate: never more in any time than its seconds allow, and one second's worth at once."""

from hypothesis import given
from hypothesis import strategies as st

from notify.domain.pace import TokenBucket


def test_without_a_rate_nothing_limits():
    assert TokenBucket(None).available(0.0) is None


@given(
    rate=st.floats(min_value=0.2, max_value=500),
    pauses=st.lists(st.floats(min_value=0, max_value=3), min_size=1, max_size=50),
)
def test_no_more_is_taken_than_the_seconds_allow(rate, pauses):
    bucket, now, taken = TokenBucket(rate), 0.0, 0
    for pause in pauses:
        now += pause
        count = bucket.available(now) or 0
        bucket.take(count)
        taken += count
        assert taken <= max(rate, 1.0) + rate * now + 1e-6


def test_leave_that_nobody_used_does_not_gather():
    assert TokenBucket(5).available(1000.0) == 5
