"""What services publish is what is declared, and every reader reads every published fixture."""

import typing
from datetime import datetime
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pymongo import MongoClient

import alumni.adapters.stores
import alumni.entrypoints.consumer
import groups.adapters.stores
import groups.entrypoints.consumer
from chassis.clock import from_rfc3339
from chassis.events import topic_of
from chassis.outbox import seal
from hamrah.contracts import CONTRACTS, fixtures_of, problems, published_events, schema_of
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import (
    InMemoryContacts,
    InMemoryGlasses,
    InMemoryPersonalData,
    InMemorySealedContacts,
)
from notify.entrypoints.consumer import readers

EVENTS = published_events()
NOWHERE: Any = MongoClient(connect=False)["contracts"]  # Nothing is asked of it to read an event.
CONTACTS = InMemoryContacts()
READS = {
    "alumni": alumni.entrypoints.consumer.readers(alumni.adapters.stores.Stores(NOWHERE)),
    "groups": groups.entrypoints.consumer.readers(groups.adapters.stores.Stores(NOWHERE)),
    "notify": readers(
        CONTACTS,
        InMemoryMessages(),
        InMemorySealedContacts(),
        InMemoryPersonalData(CONTACTS),
        InMemoryGlasses(),
    ),
}
ASYNCAPI = yaml.safe_load((CONTRACTS / "asyncapi.yaml").read_text())
OPERATIONS = ASYNCAPI["operations"]


def read_back(event_class: type, fixture: dict[str, Any]) -> Any:
    """Build the event of a fixture as the publisher would."""
    hints = typing.get_type_hints(event_class)

    def is_moment(name: str) -> bool:
        return datetime in {hints[name], *typing.get_args(hints[name])}

    values = {
        name: from_rfc3339(value) if value and is_moment(name) else value for name, value in fixture.items()
    }
    return event_class(**values)


def test_the_contracts_are_kept():
    assert list(problems()) == []


@pytest.mark.parametrize("event_type", EVENTS)
def test_an_event_seals_to_what_its_schema_and_its_fixtures_say(event_type):
    validator = Draft202012Validator(schema_of(event_type))
    for fixture in fixtures_of(event_type):
        event = read_back(EVENTS[event_type], fixture)

        sealed = seal(event, 1)

        assert sealed["type"] == event_type
        assert read_back(EVENTS[event_type], sealed["data"]) == event
        validator.validate(sealed["data"])


@pytest.mark.parametrize(
    ("service", "event_type"), [(service, name) for service, readers in READS.items() for name in readers]
)
def test_a_reader_reads_every_published_fixture_and_ignores_what_it_does_not_know(service, event_type):
    reader, _ = READS[service][event_type]
    schema = reader()

    for fixture in fixtures_of(event_type):
        read = schema.load(fixture)

        assert set(read) <= set(fixture)
        assert schema.load({**fixture, "a_field_of_next_year": 1}) == read


@pytest.mark.parametrize("event_type", EVENTS)
def test_a_fixture_is_refused_by_its_schema_when_a_field_is_missing(event_type):
    validator = Draft202012Validator(schema_of(event_type))
    fixture = fixtures_of(event_type)[0]

    for name in fixture:
        assert not validator.is_valid({key: value for key, value in fixture.items() if key != name})


def test_every_event_travels_on_a_declared_topic():
    addresses = {channel["address"] for channel in ASYNCAPI["channels"].values()}

    assert {topic_of(event_type) for event_type in EVENTS} <= addresses


def test_every_reference_of_the_asyncapi_document_resolves():
    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if "$ref" in node else []
            return own + [each for value in node.values() for each in references(value)]
        if isinstance(node, list):
            return [each for value in node for each in references(value)]
        return []

    found = references(ASYNCAPI)
    assert found
    for reference in found:
        if reference.startswith("./"):
            assert (CONTRACTS / reference).is_file(), reference
            continue
        node: Any = ASYNCAPI
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


@pytest.mark.parametrize("service", READS)
def test_every_topic_that_a_service_reads_is_declared_as_received_by_it(service: str):
    read = {f"{service}.consumes.{topic_of(each)}" for each in READS[service]}
    received = {name for name in OPERATIONS if name.startswith(f"{service}.consumes.")}

    assert received == read
    assert {OPERATIONS[each]["action"] for each in received} == {"receive"}
    assert {OPERATIONS[each]["bindings"]["kafka"]["groupId"]["const"] for each in received} == {service}


def test_every_topic_of_a_fact_is_declared_as_sent_by_its_service():
    topics = {topic_of(each) for each in EVENTS}
    sent = {name for name, each in OPERATIONS.items() if each["action"] == "send"}

    assert {f"{each.split('.')[0]}.publishes.{each}" for each in topics} <= sent
