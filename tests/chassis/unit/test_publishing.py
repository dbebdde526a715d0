from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka.errors import (
    InvalidTopicError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NotLeaderForPartitionError,
)
from kafka.partitioner.default import DefaultPartitioner

from chassis.kafka import partition_of
from chassis.leases import InMemoryLeases, ShardShare
from chassis.outbox import SHARDS
from chassis.outboxes import InMemoryOutboxes, Pending
from chassis.publishing import Publisher
from chassis.relay import HOPELESS_BATCHES, Lane, RelayStuck
from tests.chassis.fakes import RememberingSender, entry

EVERY_SHARD = frozenset(range(SHARDS))


def pending(key: str, *names: str) -> Pending:
    return Pending(key, [entry(number, n=name) for number, name in enumerate(names, start=1)])


def names(sender: RememberingSender) -> list[str]:
    return [value.decode().split('"')[3] for _, _, value, _ in sender.sent]


def failing(name: str, error: Exception) -> Any:
    return lambda value: error if f'"{name}"' in value.decode() else None


def test_events_leave_in_order_with_the_aggregate_as_key():
    sender = RememberingSender()

    outcome = Publisher("/test", sender).publish([pending("k", "a", "b"), pending("j", "c")])

    assert names(sender) == ["a", "b", "c"]
    assert [key for _, key, _, _ in sender.sent] == [b"k", b"k", b"j"]
    assert len(outcome.published) == 3
    assert outcome.stopped == []


def test_a_refused_event_stops_its_aggregate_only():
    sender = RememberingSender()
    sender.refuse = failing("b", MessageSizeTooLargeError("too large"))
    batch = [pending("k", "a", "b", "c"), pending("j", "d")]

    outcome = Publisher("/test", sender).publish(batch)

    assert names(sender) == ["a", "d"]
    assert outcome.published == [batch[0].entries[0]["id"], batch[1].entries[0]["id"]]
    assert outcome.stopped == ["k"]
    assert not outcome.hopeless


def test_what_follows_an_unacknowledged_event_is_not_told_as_published():
    sender = RememberingSender()
    sender.fail_later = failing("b", NotLeaderForPartitionError("moved"))
    batch = [pending("k", "a", "b", "c"), pending("j", "d")]

    outcome = Publisher("/test", sender).publish(batch)

    assert outcome.published == [batch[0].entries[0]["id"], batch[1].entries[0]["id"]]
    assert outcome.stopped == ["k"]


def test_an_event_that_cannot_be_written_stops_its_aggregate_only():
    odd = pending("k", "a")
    odd.entries[0]["data"]["wrong"] = object()
    sender = RememberingSender()

    outcome = Publisher("/test", sender).publish([odd, pending("j", "d")])

    assert names(sender) == ["d"]
    assert outcome.stopped == ["k"]


def test_an_engine_that_takes_nothing_ends_the_batch_at_once():
    sender = RememberingSender()
    sender.refuse = failing("a", KafkaTimeoutError("no metadata"))

    outcome = Publisher("/test", sender).publish([pending("k", "a"), pending("j", "b")])

    assert sender.sent == []
    assert outcome.published == []


def document(key: str, *names: str, shard: int = 0) -> dict[str, Any]:
    return {"_id": key, "shard": shard, "outbox": pending(key, *names).entries}


def lane_of(outboxes: InMemoryOutboxes, sender: RememberingSender) -> Lane:
    lane = Lane("/test", [outboxes], Publisher("/test", sender))
    lane.in_use = EVERY_SHARD
    return lane


def test_what_was_published_is_pulled_and_what_was_not_stays():
    sender = RememberingSender()
    sender.refuse = failing("b", MessageSizeTooLargeError("too large"))
    outboxes = InMemoryOutboxes([document("k", "a", "b", "c"), document("j", "d")])
    lane = lane_of(outboxes, sender)

    assert lane._relay(outboxes) == 2

    assert [each["data"]["n"] for each in outboxes.documents["k"]["outbox"]] == ["b", "c"]
    assert outboxes.documents["j"]["outbox"] == []


def test_a_stopped_aggregate_is_left_alone_for_a_while():
    sender = RememberingSender()
    sender.refuse = failing("a", MessageSizeTooLargeError("too large"))
    outboxes = InMemoryOutboxes([document("k", "a")])
    lane = lane_of(outboxes, sender)
    lane._relay(outboxes)
    sender.refuse = lambda value: None

    assert lane._relay(outboxes) == 0
    assert sender.sent == []


def test_a_producer_that_fails_for_good_ends_the_relay():
    sender = RememberingSender()
    sender.refuse = lambda value: InvalidTopicError("fenced")
    outboxes = InMemoryOutboxes(document(str(number), "a") for number in range(HOPELESS_BATCHES))
    lane = lane_of(outboxes, sender)

    def relay_each() -> None:
        for each in outboxes.documents.values():
            lane._relay(InMemoryOutboxes([each]))

    with pytest.raises(RelayStuck):
        relay_each()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def nothing() -> frozenset[int]:
    return frozenset()


def test_one_relay_takes_every_shard():
    clock = Clock()
    share = ShardShare(InMemoryLeases(clock), "a", 10, clock)

    share.settle(nothing)

    assert share.held() == EVERY_SHARD


def test_relays_come_to_equal_shares_and_never_hold_the_same_shard():
    clock = Clock()
    leases = InMemoryLeases(clock)
    shares = [ShardShare(leases, name, 10, clock) for name in "abc"]

    for _ in range(4):
        for share in shares:
            share.settle(nothing)
            held = [each.held() for each in shares]
            assert sum(len(each) for each in held) == len(frozenset().union(*held))
        clock.now += 2.5

    assert sorted(len(share.held()) for share in shares) == [20, 22, 22]


def test_a_shard_in_use_is_not_given_away():
    clock = Clock()
    leases = InMemoryLeases(clock)
    first, second = ShardShare(leases, "a", 10, clock), ShardShare(leases, "b", 10, clock)
    first.settle(nothing)
    second.settle(nothing)
    for _ in range(3):
        first.settle(lambda: EVERY_SHARD)
        second.settle(nothing)

    assert second.held() == frozenset()
    first.settle(nothing)
    second.settle(nothing)
    assert len(second.held()) == 32


def test_a_relay_that_cannot_renew_stops_before_another_may_start():
    clock = Clock()
    leases = InMemoryLeases(clock)
    lost, other = ShardShare(leases, "a", 10, clock), ShardShare(leases, "b", 10, clock)
    lost.settle(nothing)

    clock.now = 9.9
    other.settle(nothing)
    assert lost.held() == frozenset()
    assert other.held() == frozenset()
    clock.now = 10.1
    other.settle(nothing)
    assert other.held() == EVERY_SHARD


def test_a_relay_that_stops_hands_everything_over_at_once():
    clock = Clock()
    leases = InMemoryLeases(clock)
    leaving, staying = ShardShare(leases, "a", 10, clock), ShardShare(leases, "b", 10, clock)
    leaving.settle(nothing)

    leaving.give_up()
    staying.settle(nothing)

    assert staying.held() == EVERY_SHARD


@given(key=st.binary(min_size=1, max_size=64), partitions=st.integers(1, 64))
def test_a_key_goes_where_every_other_client_would_send_it(key, partitions):
    cluster = SimpleNamespace(
        topics=lambda: {"topic"},
        partitions_for_topic=lambda topic: set(range(partitions)),
        available_partitions_for_topic=lambda topic: set(range(partitions)),
    )

    assert partition_of(key, partitions) == DefaultPartitioner().partition(
        "topic", key, key, None, None, cluster
    )
