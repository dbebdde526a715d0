"""A request to talk, whatever is done to it in whatever order."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alumni.domain.access import Caller
from alumni.domain.errors.reach import ReachOver, ReachTaken
from alumni.domain.help import LINES
from alumni.domain.reach import PROMISE, Outcome, Reach, State, Urgency

NOON = datetime(2070, 1, 1, 12, tzinfo=UTC)
CENTRE = "c" * 32
ROOT = Path(__file__).parents[3]

acts = st.sampled_from(["take-1", "take-2", "answer", "withdraw", "escalate"])


def asked(centre_id: str | None = CENTRE) -> Reach:
    return Reach.ask("r" * 32, "m" * 32, centre_id, urgency=Urgency.NOW, note=None, promise=PROMISE, at=NOON)


def in_order(line: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(line.items())


def act(reach: Reach, name: str, at: datetime) -> None:
    if name == "answer":
        reach.give_answer("a" * 32, Outcome.TALKED, None, at=at)
    elif name == "withdraw":
        reach.withdraw(at=at)
    elif name == "escalate":
        reach.escalate(at=at)
    else:
        reach.take(name)


@given(steps=st.lists(st.tuples(acts, st.sampled_from([0, 1, 13])), max_size=12))
def test_it_ends_once_and_is_told_overdue_once_and_only_while_it_waits(steps: list[tuple[str, int]]):
    reach, at = asked(), NOON
    ended: tuple[Any, ...] | None = None

    for name, hours in steps:
        at += timedelta(hours=hours)
        waited, escalated = reach.waits, reach.escalated
        try:
            act(reach, name, at)
        except ReachTaken:
            assert reach.taken_by is not None
        except ReachOver:
            assert not waited
        if ended:
            assert (reach.state, reach.ended_at, reach.outcome) == ended
        elif not reach.waits:
            ended = (reach.state, reach.ended_at, reach.outcome)
        if reach.escalated and not escalated:
            assert waited
            assert at >= reach.due_at
    told = [type(each).__name__ for each in reach.events]
    assert told.count("ReachOverdue") == int(reach.escalated)
    assert told.count("ReachAnswered") == int(reach.state is State.ANSWERED)


def test_the_network_answers_what_has_no_centre_or_is_overdue():
    administrator = Caller(
        member_id="a" * 32, roles=frozenset({"member", "network-administrator"}), centre_id=None
    )
    theirs, nobodys = asked(), asked(None)

    assert (theirs.answerable_by(administrator), nobodys.answerable_by(administrator)) == (False, True)
    theirs.escalate(at=NOON + PROMISE)
    assert theirs.answerable_by(administrator)


def test_help_lines_are_those_of_the_house():
    of_the_gateway = json.loads((ROOT / "gateway" / "help.json").read_text(encoding="utf-8"))["lines"]

    ours = [{name: value for name, value in vars(line).items() if value is not None} for line in LINES]

    assert sorted(map(in_order, ours)) == sorted(map(in_order, of_the_gateway))
