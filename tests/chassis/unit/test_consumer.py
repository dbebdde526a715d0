import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from kafka.structs import TopicPartition
from marshmallow import Schema, fields
from pymongo.errors import AutoReconnect

from chassis.consumer import CircuitOpen, Consumer, Dispatcher
from chassis.deadletters import CAUSE, OFFSET, PARTITION, TOPIC, InMemoryDeadLetters
from chassis.events import Event, InvalidMessage, NotYet
from chassis.ids import new_id
from chassis.parking import InMemoryParkedRecords
from chassis.retries import RetryPolicy
from tests.chassis.fakes import TYPE, ListSource, Received, received

AT_ONCE = RetryPolicy(first=0.001, longest=0.001, attempts=3, engine_longest=0.001, bugs_in_a_row=3)


@dataclass
class Group:
    """A consumer group of one member on memory."""

    dispatch: Callable[[Event], None]
    policy: RetryPolicy = AT_ONCE
    parked: InMemoryParkedRecords = field(default_factory=InMemoryParkedRecords)
    dead: InMemoryDeadLetters = field(default_factory=InMemoryDeadLetters)
    source: Any = None

    def consume(self, records: Iterable[Received], empty_polls: int = 1) -> None:
        stop = threading.Event()
        self.source = ListSource(records, stop, empty_polls)
        Consumer(
            group="test",
            topics=["test.thing"],
            settings=None,
            dispatch=self.dispatch,
            parked=self.parked,
            dead_letters=self.dead,
            policy=self.policy,
            connect=lambda: self.source,
        ).run(stop)

    @property
    def committed(self) -> int:
        return self.source.committed[TopicPartition("test.thing", 0)]

    @property
    def causes(self) -> list[str]:
        return [headers[CAUSE].decode() for _, headers in self.dead.letters]


class Script:
    """Handles events by their `n`, failing as often as it is told."""

    def __init__(self, **failures: list[Exception]) -> None:
        self.failures = failures
        self.handled: list[str] = []

    def __call__(self, event: Event) -> None:
        name = event.data["n"]
        if self.failures.get(name):
            raise self.failures[name].pop(0)
        self.handled.append(name)


def test_handled_records_are_committed_and_the_group_is_left():
    group = Group(Script())

    group.consume([received("k", 0, n="a"), received("k", 1, n="b")])

    assert group.dispatch.handled == ["a", "b"]
    assert group.committed == 2
    assert group.source.closed


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        (Received("test.thing", 0, 0, b"k", b"{}", []), "ce_specversion"),
        (Received("test.thing", 0, 0, b"k", b"x" * 300_000, []), "300001 bytes"),
        (Received("test.thing", 0, 0, b"k", None, []), "no value"),
        (Received("test.thing", 0, 0, None, received("k").value, received("k").headers), "no key"),
        (Received("test.thing", 0, 0, b"k", b"not json", received("k").headers), "not JSON"),
    ],
)
def test_a_poison_record_is_buried_with_cause_and_origin_and_its_partition_goes_on(record: Any, cause: str):
    group = Group(Script())

    group.consume([record, received("k", 1, n="next")])

    assert group.dispatch.handled == ["next"]
    assert group.committed == 2
    ((_, headers),) = group.dead.letters
    assert cause in headers[CAUSE].decode()
    assert (headers[TOPIC], headers[PARTITION], headers[OFFSET]) == (b"test.thing", b"0", b"0")


def test_a_cause_in_the_dead_letters_names_no_contact():
    group = Group(Script(a=[InvalidMessage("no member has +919876543210 or a@example.org")]))

    group.consume([received("k", 0, n="a")])

    assert group.causes == ["no member has [redacted] or [redacted]"]


def test_a_parked_record_holds_back_its_key_only_and_order_is_kept():
    group = Group(Script(a=[NotYet("no contact"), NotYet("no contact")]))

    group.consume(
        [
            received("k", 0, n="a"),
            received("other", 1, n="x"),
            received("k", 2, n="b"),
            received("k", 3, n="c"),
        ],
        empty_polls=20,
    )

    assert group.dispatch.handled == ["x", "a", "b", "c"]
    assert group.committed == 4
    assert not group.dead.letters


def test_what_is_not_yet_for_too_long_is_buried_and_its_followers_go_on():
    group = Group(Script(a=[NotYet("no contact")] * 99), policy=replace(AT_ONCE, age=timedelta(0)))

    group.consume([received("k", 0, n="a"), received("k", 1, n="b")], empty_polls=20)

    assert group.dispatch.handled == ["b"]
    assert group.causes == ["given up after 3 attempts: not yet: no contact"]


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(replace(AT_ONCE, age=timedelta(hours=1)), id="the other service is away for a while"),
        pytest.param(replace(AT_ONCE, attempts=99, age=timedelta(0)), id="nothing ran for a night"),
    ],
)
def test_what_is_not_yet_waits_until_it_was_tried_often_and_over_a_long_time(policy: RetryPolicy):
    group = Group(Script(a=[NotYet("no contact")] * 10), policy=policy)

    group.consume([received("k", 0, n="a")], empty_polls=60)

    assert group.dispatch.handled == ["a"]
    assert not group.dead.letters


def test_a_bug_that_lasts_longer_than_the_policy_allows_is_buried_at_its_next_try():
    patient = RetryPolicy(first=0.001, longest=0.001, attempts=10_000, age=timedelta(milliseconds=20))
    group = Group(Script(a=[RuntimeError("oops")] * 9_999), policy=patient)

    group.consume([received("k", 0, n="a")], empty_polls=60)

    assert len(group.dead.letters) == 1


def test_a_bug_is_tried_again_and_then_buried():
    group = Group(Script(a=[RuntimeError("oops")] * 99))

    group.consume([received("k", 0, n="a"), received("j", 1, n="b")], empty_polls=20)

    assert group.dispatch.handled == ["b"]
    assert group.causes == ["given up after 3 attempts: RuntimeError: oops"]


def test_many_bugs_in_a_row_open_the_circuit_and_lose_nothing():
    group = Group(Script(**{name: [RuntimeError("oops")] for name in "abc"}))
    records = [received(new_id(), offset, n=name) for offset, name in enumerate("abcd")]

    with pytest.raises(CircuitOpen):
        group.consume(records)

    assert group.committed == 3
    assert group.source.closed
    group.consume(records[3:], empty_polls=20)
    assert sorted(group.dispatch.handled) == ["a", "b", "c", "d"]


def test_a_success_between_bugs_keeps_the_circuit_closed():
    group = Group(Script(**{name: [RuntimeError("oops")] for name in "abde"}))

    group.consume([received(new_id(), offset, n=name) for offset, name in enumerate("abcde")], empty_polls=20)

    assert sorted(group.dispatch.handled) == ["a", "b", "c", "d", "e"]


def test_an_absent_engine_commits_nothing_and_the_record_is_taken_again():
    seen_committed = []

    def look(event: Event) -> None:
        seen_committed.append(dict(group.source.committed))
        script(event)

    script = Script(b=[AutoReconnect("away"), AutoReconnect("away")])
    group = Group(look)

    group.consume([received("k", 0, n="a"), received("k", 1, n="b"), received("k", 2, n="c")])

    assert script.handled == ["a", "b", "c"]
    assert [list(each.values()) for each in seen_committed] == [[], [], [1], [1], [1]]
    assert group.committed == 3
    assert not group.dead.letters


def test_parked_records_survive_a_restart():
    group = Group(Script(a=[NotYet("no contact")]))
    group.consume([received("k", 0, n="a")])
    assert group.dispatch.handled == []

    group.consume([received("k", 1, n="b")], empty_polls=20)

    assert group.dispatch.handled == ["a", "b"]


def test_a_record_that_comes_again_after_parking_is_not_handled_twice_at_once():
    group = Group(Script(a=[NotYet("no contact")]))

    with time_machine.travel("2026-01-01T12:00:00Z", tick=False):  # The parked record is not due yet.
        group.consume([received("k", 0, n="a")])
        group.consume([received("k", 0, n="a"), received("k", 1, n="b")])
        assert group.dispatch.handled == []
    group.consume([received("k", 2, n="c")], empty_polls=20)

    assert group.dispatch.handled == ["a", "b", "c"]


class ThingSchema(Schema):
    n = fields.String(required=True)


def test_the_dispatcher_hands_over_just_what_the_reader_declares():
    seen: list[Any] = []
    group = Group(Dispatcher({TYPE: (ThingSchema, lambda event: seen.append(event.data))}))

    group.consume([received("k", 0, n="a", more="unread")])

    assert seen == [{"n": "a"}]


def test_data_of_the_wrong_shape_is_buried_naming_its_field():
    group = Group(Dispatcher({TYPE: (ThingSchema, lambda event: None)}))

    group.consume([received("k", 0, n=5)])

    assert group.causes == [f"{TYPE}: {{'n': ['Not a valid string.']}}"]


def test_types_that_nobody_reads_are_passed_over():
    group = Group(Dispatcher({}))

    group.consume([received("k", 0, n="a")])

    assert group.committed == 1
    assert not group.dead.letters
