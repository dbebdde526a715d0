"""The breaker: a provider that is away is asked again by one message at a time."""

from datetime import timedelta

import time_machine

from notify.adapters.breaker import FAILURES, TRY_AGAIN_AFTER, ProviderBreaker
from notify.domain.delivery import Accepted, Ambiguous, Busy, Refused


def opened() -> ProviderBreaker:
    breaker = ProviderBreaker()
    for _ in range(FAILURES):
        breaker.note(Busy())
    return breaker


def test_a_provider_that_answers_gets_all_there_is_room_for():
    breaker = ProviderBreaker()
    breaker.note(Accepted("SM1"))

    assert breaker.admits(8, 3) == 8


def test_a_refusal_is_an_answer():
    breaker = ProviderBreaker()
    for _ in range(3 * FAILURES):
        breaker.note(Refused("21211"))

    assert breaker.admits(8, 0) == 8


def test_a_provider_that_is_away_gets_nothing_for_a_while():
    assert opened().admits(8, 0) == 0


def test_after_a_while_one_message_tries_and_its_luck_decides():
    with time_machine.travel(0, tick=False) as clock:
        breaker = opened()
        clock.shift(TRY_AGAIN_AFTER + timedelta(seconds=1))
        assert breaker.admits(8, 0) == 1
        assert breaker.admits(8, 1) == 0
        breaker.note(Ambiguous())
        assert breaker.admits(8, 0) == 0
        clock.shift(TRY_AGAIN_AFTER + timedelta(seconds=1))
        breaker.note(Accepted("SM1"))
        assert breaker.admits(8, 0) == 8
