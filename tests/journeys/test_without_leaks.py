"""No phone number and no e-mail address anywhere but in the outside world."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from bson import json_util
from pymongo import MongoClient

from hamrah.demo.cast import CENTRES
from hamrah.demo.circle import found_circle
from hamrah.demo.client import Person, World
from hamrah.demo.records import BrokerRecords
from hamrah.demo.stage import Stage
from hamrah.demo.thread import settled_messages, sign_in_coordinator
from hamrah.local.platform import Platform
from tests.journeys.conftest import empty_occurrence, member

ENGINE_DATABASES = {"admin", "config", "local"}
MEASURED = (
    *("alumni", "groups", "notify", "web"),
    *("alumni_worker", "groups_relay", "groups_worker", "notify_consumer", "notify_sender"),
)
POST = "Marigoldlike tranquillity"  # words that nothing else says
# A number and an address that no platform of ours has been given before; and misshaped ones.
WRONG_CONTACTS = (
    {"phone": "+91 98765 4321"},
    {"phone": "+919876543210", "email": "both@example.org"},
    {"email": "nobody@at@example.org"},
    {"phone": "98765 43210 or 98765 43211"},
    {"language": "xx", "phone": "+919876543210"},
)


@pytest.fixture(scope="module")
def person(stage: Stage) -> Person:
    """Somebody about whom everything has happened that the thread knows."""
    person = member(stage, "pa")
    occurrence_id = empty_occurrence(person)
    registration = person.register(occurrence_id)
    person.withdraw(occurrence_id, registration["id"])
    settled_messages(person, 2)
    return person


@pytest.fixture(scope="module")
def private(stage: Stage, person: Person) -> list[str]:
    """Return what is for those concerned only, once they have seen it: a link, a post, a secret address."""
    _, coordinator = sign_in_coordinator(stage)
    circle = found_circle(stage, coordinator, member(stage))
    today = circle.dates[0]["occurrence_id"]
    person.register(today)
    shown = person.call("GET", f"/api/groups/occurrences/{today}/joining")
    thread = {"title": "How was it today", "text": f"{POST} My number is {person.phone}, or {person.email}."}
    written = person.call("POST", f"/api/groups/boards/{circle.group_id}/threads", json=thread)
    person.call("GET", "/api/groups/search", query={"q": POST.split()[0]})
    calendar = urlsplit(person.call("POST", "/api/groups/me/calendar", json={})["url"])
    assert stage.gateway.fetch(f"{calendar.path}?{calendar.query}").ok
    assert POST in written["post"]["text"]
    return [shown["ways"]["conference_url"], *POST.split(), *calendar.query.split("=")[1:]]


@pytest.fixture(scope="module")
def secrets(stage: Stage, person: Person) -> list[str]:
    """Return every contact the world knows, numbers also without their country's code."""
    numbers = {text["to"] for text in _all(stage.world, "texts")} | {each.coordinator for each in CENTRES}
    addresses = {email["to"] for email in _all(stage.world, "emails")}
    assert person.phone in numbers
    assert person.email in addresses
    in_addresses = (address.replace("@", "%40") for address in addresses)
    return [*(number.removeprefix("+91") for number in numbers), *addresses, *in_addresses]


def test_the_search_finds_what_the_world_outside_holds(
    stage: Stage, person: Person, secrets: list[str]
) -> None:
    for kind, contact in (("texts", person.phone.removeprefix("+91")), ("emails", person.email)):
        assert contact in _held(json.dumps(list(_all(stage.world, kind))), secrets)


def test_no_log_holds_a_contact(platform: Platform, secrets: list[str]) -> None:
    logs = [path for path in platform.layout.logs.rglob("*") if path.is_file()]

    assert len(logs) > 5
    for path in logs:
        assert not _held(path.read_text(errors="replace"), secrets), path.name


def test_no_log_no_record_and_no_metric_holds_what_is_private(platform: Platform, private: list[str]) -> None:
    for path in (path for path in platform.layout.logs.rglob("*") if path.is_file()):
        assert not _held(path.read_text(errors="replace"), private), path.name
    for record in BrokerRecords(platform.layout.kafka_bootstrap).since({}):
        assert not _held(record.value, private), record.type
    for part in MEASURED:
        assert not _held(requests.get(f"{platform.ports.url(part)}/metrics", timeout=10).text, private), part


def test_no_record_holds_a_contact(platform: Platform, person: Person, secrets: list[str]) -> None:
    records = BrokerRecords(platform.layout.kafka_bootstrap).since({})

    assert any(record.key == person.member_id for record in records)
    for record in records:
        assert not _held(f"{record.key} {record.value}", secrets), record.type


@pytest.mark.usefixtures("private")  # A post with one's number and address lies in the database, masked.
def test_no_plain_field_of_a_database_holds_a_contact(
    platform: Platform, person: Person, secrets: list[str]
) -> None:
    documents = list(_documents(platform.layout.mongodb_uri))

    assert any(person.member_id in document for _, document in documents)
    for place, document in documents:
        assert not _held(document, secrets), place


def test_no_metric_holds_a_contact(platform: Platform, secrets: list[str]) -> None:
    for url in (f"{platform.ports.url(part)}/metrics" for part in MEASURED):
        page = requests.get(url, timeout=10)
        assert page.ok, url
        assert not _held(page.text, secrets), url


@pytest.mark.parametrize("contact", WRONG_CONTACTS)
def test_no_problem_repeats_what_was_sent(platform: Platform, contact: dict[str, str]) -> None:
    sent = [value for name, value in contact.items() if name != "language"]
    for path in ("/api/alumni/sign-in/codes", "/api/alumni/sign-in/tokens"):
        answer = requests.post(platform.url + path, json=contact, timeout=10)

        assert 400 <= answer.status_code < 500
        assert not _held(json.dumps(answer.json(), ensure_ascii=False), sent)


def _all(world: World, kind: str) -> Iterator[dict[str, Any]]:
    since = 0
    while page := requests.get(
        f"{world.url}/api/{kind}", params={"since": since, "limit": 1000}, timeout=10
    ).json():
        yield from page[kind]
        if page["next"] == since:
            return
        since = page["next"]


def _documents(uri: str) -> Iterator[tuple[str, str]]:
    client: MongoClient[dict[str, Any]] = MongoClient(uri, tz_aware=True)
    with client:
        for name in set(client.list_database_names()) - ENGINE_DATABASES:
            for collection in client[name].list_collection_names():
                for document in client[name][collection].find():
                    yield f"{name}.{collection}", json_util.dumps(document, ensure_ascii=False)


def _held(text: str, contacts: Iterable[str]) -> list[str]:
    return [contact for contact in contacts if contact in text]
