"""When a relay looks into the outboxes again."""

import pytest

from chassis.outboxes import EVENTS_PER_DOCUMENT
from chassis.relay import GATHERING_PAUSE, gathering_pause


@pytest.mark.parametrize("published", [2, 10, EVENTS_PER_DOCUMENT - 1])
def test_after_a_few_events_a_relay_lets_the_next_ones_gather(published):
    assert gathering_pause(published) == GATHERING_PAUSE


@pytest.mark.parametrize("published", [0, 1])
def test_a_single_event_keeps_the_next_one_waiting_no_longer(published):
    assert gathering_pause(published) == 0


@pytest.mark.parametrize("published", [EVENTS_PER_DOCUMENT, 5_000])
def test_after_many_events_a_relay_looks_for_more_at_once(published):
    assert gathering_pause(published) == 0
