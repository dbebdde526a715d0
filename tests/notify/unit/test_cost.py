"""What a message costs."""

import pytest

from notify.domain.cost import DEAREST, OF_A_SEGMENT, cost_of, cost_of_text


@pytest.mark.parametrize("provider", OF_A_SEGMENT)
def test_a_text_costs_as_many_segments_as_it_takes(provider):
    assert cost_of_text("ਥ" * 71, provider) == 2 * OF_A_SEGMENT[provider]


@pytest.mark.parametrize("provider", [None, "one without a price"])
def test_without_a_price_the_dearest_is_meant(provider):
    assert cost_of_text("a", provider) == DEAREST


def test_an_email_costs_little_and_the_inbox_nothing():
    assert (cost_of("email", "a" * 9_000), cost_of("inbox", "a"), cost_of("sms", "a", "msg91")) == (1, 0, 20)
