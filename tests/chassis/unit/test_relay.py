"""When a relay looks into the outboxes again."""

import pytest

from chassis.outboxes import EVENTS_PER_DOCUMENT, InMemoryOutboxes
from chassis.pacing import (
    BUSY,
    COLD_AFTER,
    COLD_PAUSE,
    GATHERING_PAUSE,
    Lately,
    Warmth,
    gathering_pause,
)

MANY = BUSY + 1


@pytest.mark.parametrize("published", [2, 10, EVENTS_PER_DOCUMENT - 1])
def test_after_a_few_events_of_many_a_relay_lets_the_next_ones_gather(published):
    assert gathering_pause(published, lately=MANY) == GATHERING_PAUSE


@pytest.mark.parametrize("published", [0, 1, 2, 10, int(BUSY)])
def test_while_little_goes_on_no_event_waits_for_another(published):
    assert gathering_pause(published, lately=BUSY) == 0


@pytest.mark.parametrize("published", [0, 1])
def test_a_single_event_keeps_the_next_one_waiting_no_longer(published):
    assert gathering_pause(published, lately=MANY) == 0


@pytest.mark.parametrize("published", [EVENTS_PER_DOCUMENT, 5_000])
def test_after_many_events_a_relay_looks_for_more_at_once(published):
    assert gathering_pause(published, lately=MANY) == 0


def test_events_of_long_ago_count_no_longer():
    lately = Lately()

    assert lately.count(100, now=1000.0) == 100
    assert 100 < lately.count(50, now=1000.5) < 150
    assert lately.count(1, now=1030.0) == pytest.approx(1)


def test_what_has_events_is_looked_at_at_once_and_what_is_cold_now_and_then():
    warmth = Warmth(InMemoryOutboxes())

    warmth.note(found=3, now=10.0)
    warmth.note(found=0, now=10.0 + COLD_AFTER)
    assert warmth.is_due(10.0 + COLD_AFTER)
    warmth.note(found=0, now=11.5)
    assert not warmth.is_due(11.5 + COLD_PAUSE / 2)
    assert warmth.is_due(11.5 + COLD_PAUSE)


def test_what_is_woken_is_looked_at_at_once():
    warmth = Warmth(InMemoryOutboxes())
    warmth.note(found=0, now=10.0)

    warmth.wake()

    assert warmth.is_due(10.0)


def test_what_is_woken_amid_a_look_does_not_rest_after_it():
    warmth = Warmth(InMemoryOutboxes())

    warmth.begin()
    warmth.wake()
    warmth.note(found=0, now=10.0)

    assert warmth.is_due(10.0)
    warmth.begin()
    warmth.note(found=0, now=10.0)
    assert not warmth.is_due(10.0)
