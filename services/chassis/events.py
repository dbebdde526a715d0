"""The envelope of an event: CloudEvents 1.0 in Kafka's binary mode.

The attributes travel as `ce_` headers and the data as the record's JSON value:
https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md
`ce_aggregateseq` numbers the events of one aggregate from 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, NoReturn, Protocol

from chassis.clock import from_rfc3339, to_rfc3339

MAX_RECORD_BYTES = 256 * 1024

Header = tuple[str, bytes]

_CONTENT_TYPE: Header = ("content-type", b"application/json")
_SPEC_VERSION: Header = ("ce_specversion", b"1.0")
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class InvalidMessage(Exception):
    """The record can never be handled; it belongs to the dead letters, with this cause."""


class NotYet(Exception):
    """The event came before something it needs; its key waits and is tried again later."""


class DomainEvent(Protocol):
    """A fact in the past tense: a frozen dataclass of ids, numbers, strings, datetimes, lists and dicts."""

    type: ClassVar[str]  # the versioned type, such as `groups.registration.confirmed.v1`


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event as it was received."""

    id: str
    type: str
    source: str
    time: datetime  # UTC
    key: str
    sequence: int
    data: Mapping[str, Any]
    traceparent: str | None


class Record(NamedTuple):
    """What goes to Kafka."""

    topic: str
    key: bytes
    value: bytes
    headers: list[Header]


@lru_cache(maxsize=1024)
def topic_of(event_type: str) -> str:
    """Name the topic of an event type: its first two segments."""
    service, noun, *rest = event_type.split(".")
    if not rest:
        raise ValueError(f"an event type has at least three segments, not {event_type!r}")
    return f"{service}.{noun}"


@lru_cache(maxsize=1024)
def _constant_headers(source: str, event_type: str) -> tuple[Header, ...]:
    return (
        _SPEC_VERSION,
        _CONTENT_TYPE,
        ("ce_source", source.encode()),
        ("ce_type", event_type.encode()),
    )


def to_record(source: str, key: str, entry: Mapping[str, Any]) -> Record:
    """Write one entry of an outbox as the Kafka record of its event."""
    event_type: str = entry["type"]
    key_bytes = key.encode()
    headers: list[Header] = [
        *_constant_headers(source, event_type),
        ("ce_id", entry["id"].encode()),
        ("ce_time", to_rfc3339(entry["time"]).encode()),
        ("ce_partitionkey", key_bytes),
        ("ce_aggregateseq", b"%d" % entry["seq"]),
    ]
    if traceparent := entry.get("traceparent"):
        headers.append(("traceparent", traceparent.encode()))
    return Record(topic_of(event_type), key_bytes, _encode(entry["data"]).encode(), headers)


def from_record(
    topic: str, key: bytes | None, value: bytes | None, headers: Iterable[tuple[str, bytes | None]]
) -> Event:
    """Read a Kafka record as an event; raises InvalidMessage with a cause for whatever is not one."""
    if value is None:
        raise InvalidMessage("the record has no value")
    pairs = list(headers)
    size = len(value) + len(key or b"") + sum(len(name) + len(text or b"") for name, text in pairs)
    if size > MAX_RECORD_BYTES:
        raise InvalidMessage(f"the record has {size} bytes, more than {MAX_RECORD_BYTES}")
    attributes = _attributes(pairs)
    if (version := _required(attributes, "ce_specversion")) != "1.0":
        raise InvalidMessage(f"ce_specversion is {version[:20]!r}, not '1.0'")
    if attributes.get("content-type", "application/json").split(";")[0].strip() != "application/json":
        raise InvalidMessage("content-type is not application/json")
    return Event(
        id=_required(attributes, "ce_id"),
        type=_required(attributes, "ce_type"),
        source=_required(attributes, "ce_source"),
        time=_time(_required(attributes, "ce_time")),
        key=_key(key),
        sequence=_sequence(_required(attributes, "ce_aggregateseq")),
        data=_data(value),
        traceparent=attributes.get("traceparent"),
    )


def _attributes(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    try:
        return {name: text.decode() for name, text in headers if text is not None}
    except UnicodeDecodeError as error:
        raise InvalidMessage("a header is not UTF-8") from error


def _required(attributes: Mapping[str, str], name: str) -> str:
    if value := attributes.get(name):
        return value
    raise InvalidMessage(f"the header {name} is missing")


def _key(key: bytes | None) -> str:
    if not key:
        raise InvalidMessage("the record has no key")
    try:
        return key.decode()
    except UnicodeDecodeError as error:
        raise InvalidMessage("the key is not UTF-8") from error


def _time(text: str) -> datetime:
    try:
        return from_rfc3339(text)
    except ValueError as error:
        raise InvalidMessage("ce_time is not an RFC 3339 time") from error


def _sequence(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise InvalidMessage("ce_aggregateseq is not a number")
    return int(text)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def _data(value: bytes) -> Mapping[str, Any]:
    try:
        data = _decode(value.decode())
        if b"\\u" in value:
            _encode(data).encode()  # A lone surrogate is JSON, but no text that anything can store.
    except (ValueError, RecursionError) as error:
        raise InvalidMessage(f"the value is not JSON ({type(error).__name__})") from error
    if not isinstance(data, dict):
        raise InvalidMessage("the value is not a JSON object")
    return data
