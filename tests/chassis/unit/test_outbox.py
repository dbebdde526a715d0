from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.events import from_record, to_record
from chassis.outbox import SHARDS, seal, seal_all, shard_of
from chassis.tracing import continue_trace


class Channel(StrEnum):
    SMS = "sms"


@dataclass(frozen=True, kw_only=True)
class MemberJoined:
    type: ClassVar[str] = "alumni.member.joined.v1"
    member_id: str
    joined_at: datetime
    contacts: list[dict[str, Any]]


JOINED = MemberJoined(
    member_id="m" * 32,
    joined_at=datetime(2026, 11, 22, 10, tzinfo=UTC),
    contacts=[{"channel": Channel.SMS, "since": datetime(2026, 1, 1, tzinfo=UTC)}],
)


def test_a_sealed_event_carries_plain_json():
    assert seal(JOINED, 3)["data"] == {
        "member_id": "m" * 32,
        "joined_at": "2026-11-22T10:00:00.000Z",
        "contacts": [{"channel": "sms", "since": "2026-01-01T00:00:00.000Z"}],
    }


def test_events_of_one_decision_are_numbered_in_order():
    entries = seal_all([JOINED, JOINED], after=4)

    assert [entry["seq"] for entry in entries] == [5, 6]
    assert entries[0]["id"] != entries[1]["id"]


def test_an_entry_continues_the_trace_of_its_request():
    with continue_trace("00-" + "a" * 32 + "-" + "b" * 16 + "-01"):
        entry = seal(JOINED, 1)

    event = from_record(*to_record("/alumni", "m" * 32, entry))
    assert event.traceparent is not None
    assert "a" * 32 in event.traceparent


@pytest.mark.parametrize("wrong", [b"bytes", {1, 2}, object()])
def test_what_json_cannot_carry_is_refused(wrong: Any):
    @dataclass(frozen=True)
    class Odd:
        type: ClassVar[str] = "a.b.c.v1"
        value: Any

    with pytest.raises(TypeError):
        seal(Odd(wrong), 1)


@given(st.text())
def test_a_shard_is_stable_and_in_range(aggregate_id: str):
    assert shard_of(aggregate_id) == shard_of(aggregate_id)
    assert 0 <= shard_of(aggregate_id) < SHARDS
