from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.events import MAX_RECORD_BYTES, Event, InvalidMessage, from_record, to_record, topic_of
from chassis.ids import new_id

TYPE = "groups.registration.confirmed.v1"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIME = datetime(2026, 11, 22, 10, 0, 0, 123000, tzinfo=UTC)

finite = st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | finite | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
times = st.integers(0, 4_000_000_000_000).map(lambda ms: EPOCH + timedelta(milliseconds=ms))
entries = st.fixed_dictionaries(
    {
        "id": st.builds(new_id),
        "type": st.just(TYPE),
        "time": times,
        "seq": st.integers(1, 10**12),
        "data": st.dictionaries(st.text(), json_values, max_size=5),
        "traceparent": st.none() | st.just("00-" + "a" * 32 + "-" + "b" * 16 + "-01"),
    }
)


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "id": "1" * 32,
        "type": TYPE,
        "time": TIME,
        "seq": 7,
        "data": {"a": 1},
        "traceparent": None,
    } | changes


def valid() -> dict[str, Any]:
    record = to_record("/hamrah/groups", "k" * 32, entry())
    return record._asdict()


def with_header(name: str, value: bytes | None) -> dict[str, Any]:
    record = valid()
    headers = [(key, text) for key, text in record["headers"] if key != name]
    return record | {"headers": headers if value is None else [*headers, (name, value)]}


@given(entries)
def test_an_event_reads_as_it_was_written(written: dict[str, Any]):
    record = to_record("/hamrah/groups", "k" * 32, written)

    read = from_record(*record)

    assert read == Event(
        id=written["id"],
        type=TYPE,
        source="/hamrah/groups",
        time=written["time"],
        key="k" * 32,
        sequence=written["seq"],
        data=written["data"],
        traceparent=written["traceparent"],
    )
    assert record.topic == "groups.registration"


def test_the_headers_are_those_of_cloudevents_in_binary_mode():
    headers = dict(valid()["headers"])

    assert headers == {
        "ce_specversion": b"1.0",
        "ce_id": b"1" * 32,
        "ce_source": b"/hamrah/groups",
        "ce_type": TYPE.encode(),
        "ce_time": b"2026-11-22T10:00:00.123Z",
        "ce_partitionkey": b"k" * 32,
        "ce_aggregateseq": b"7",
        "content-type": b"application/json",
    }


def read_or_cause(*record: Any, **named: Any) -> Event | str:
    try:
        return from_record(*record, **named)
    except InvalidMessage as cause:
        return str(cause)


MALFORMED = {
    "no headers": valid() | {"headers": []},
    "a header that is not UTF-8": with_header("ce_id", b"\xff\xfe"),
    "a key that is not UTF-8": valid() | {"key": b"\xff"},
    "no key": valid() | {"key": None},
    "an empty key": valid() | {"key": b""},
    "no value": valid() | {"value": None},
    "a value that is not UTF-8": valid() | {"value": b'{"a":"\xff"}'},
    "a value that is not JSON": valid() | {"value": b"hello"},
    "an empty value": valid() | {"value": b""},
    "a list": valid() | {"value": b"[1]"},
    "a string": valid() | {"value": b'"a"'},
    "not a number": valid() | {"value": b'{"a":NaN}'},
    "endless nesting": valid() | {"value": b"[" * 100_000},
    "an endless number": valid() | {"value": b'{"a":' + b"9" * 5000 + b"}"},
    "half a character": valid() | {"value": b'{"a":"\\ud800"}'},
    "another version of the specification": with_header("ce_specversion", b"0.3"),
    "no version": with_header("ce_specversion", None),
    "another content type": with_header("content-type", b"application/xml"),
    "no id": with_header("ce_id", None),
    "no type": with_header("ce_type", b""),
    "no source": with_header("ce_source", None),
    "a time that is none": with_header("ce_time", b"noon"),
    "a time without an offset": with_header("ce_time", b"2026-11-22T10:00:00"),
    "a sequence that is none": with_header("ce_aggregateseq", b"-1"),
    "an oversized value": valid() | {"value": b'{"a":"' + b"x" * MAX_RECORD_BYTES + b'"}'},
    "an oversized header": with_header("ce_extra", b"x" * MAX_RECORD_BYTES),
}


@pytest.mark.parametrize("record", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_record_is_an_invalid_message_with_a_cause(record: dict[str, Any]):
    with pytest.raises(InvalidMessage) as refused:
        from_record(**record)

    assert str(refused.value)


@given(
    st.none() | st.binary(),
    st.none() | st.binary(),
    st.lists(st.tuples(st.sampled_from([*dict(valid()["headers"]), "other"]), st.none() | st.binary())),
)
def test_no_record_raises_anything_but_invalid_message(key: Any, value: Any, headers: Any):
    assert isinstance(read_or_cause("groups.registration", key, value, headers), Event | str)


@given(st.binary())
def test_no_value_raises_anything_but_invalid_message(value: bytes):
    assert isinstance(read_or_cause(**valid() | {"value": value}), Event | str)


def test_the_topic_is_the_first_two_segments():
    assert topic_of("alumni.sign-in.code-requested.v1") == "alumni.sign-in"


def test_a_type_without_three_segments_has_no_topic():
    with pytest.raises(ValueError):
        topic_of("groups.registration")
