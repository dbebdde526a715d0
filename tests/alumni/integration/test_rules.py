"""Whatever happens in whatever order, every store decides as the domain has the rule."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from alumni.domain.allowance import Allowance
from alumni.domain.attempt import SignInAttempt
from alumni.domain.contact import Language
from alumni.domain.errors import AlumniError
from chassis.ids import new_id
from tests.alumni.families import RefreshFamilies
from tests.alumni.keys import phone
from tests.alumni.worlds import NOON, World

MODEST = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
CONTACT = phone()
MEMBERS = [None, "a" * 32, "b" * 32]

seconds = st.sampled_from([0, 1, 60, 599, 600, 3599, 3600])
tries = st.tuples(st.sampled_from(["right", "wrong"]), st.sampled_from(MEMBERS), seconds)


def test_refresh_families_keep_their_rules(world: World):
    run_state_machine_as_test(lambda: RefreshFamilies(world.sessions), settings=MODEST)


@MODEST
@given(owner=st.sampled_from(MEMBERS), steps=st.lists(tries, max_size=10))
def test_codes_keep_their_rules(world: World, owner: str | None, steps: list[tuple[str, str | None, int]]):
    attempt, at = opened(owner), NOON
    world.attempts.add(attempt)

    for code, member_id, wait in steps:
        at += timedelta(seconds=wait)
        ruled = outcome(partial(attempt.try_code, code, member_id=member_id, at=at))
        decided = outcome(partial(world.attempts.try_code, attempt.id, code, member_id=member_id, at=at))
        assert decided == ruled


@MODEST
@given(limit=st.integers(1, 4), waits=st.lists(seconds, max_size=10))
def test_allowances_keep_their_rules(world: World, limit: int, waits: list[int]):
    key, at, allowance = new_id(), NOON, Allowance.unused(NOON)

    for wait in waits:
        at += timedelta(seconds=wait)
        if allowance.count == 0:
            allowance = Allowance.unused(at)
        ruled = outcome(partial(allowance.take, limit, at=at))
        assert outcome(partial(world.allowances.take, key, limit, at=at)) == ruled


def opened(member_id: str | None) -> SignInAttempt:
    return SignInAttempt.open(
        new_id(),
        CONTACT,
        code_mac="right",
        sealed_code="sealed",
        language=Language.ENGLISH,
        member_id=member_id,
        at=NOON,
    )


def outcome(decide: Callable[[], Any]) -> tuple[type[AlumniError] | None, dict[str, Any]]:
    """What was refused and with which particulars; nothing where it went well."""
    try:
        decide()
    except AlumniError as refusal:
        return type(refusal), vars(refusal)
    return None, {}
