"""The API answers as its document says, whatever is sent, with a token and without."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pymongo import MongoClient
from schemathesis.specs.openapi.checks import positive_data_acceptance

from groups import bootstrap
from tests.groups.document_stage import Stage

DOCUMENT = schemathesis.openapi.from_wsgi("/openapi.json", bootstrap.api())
MODEST = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))

_CHARACTERS = "Which characters deceive, or show nothing, is Unicode's to say."
_OTHERS = "It depends on another field."
_ZONES = "The names are those of the IANA database."
BEYOND_THE_SCHEMA = {
    "cursor": "Only the API knows which cursors it gave out.",
    "time_zone": _ZONES,
    "conference_url": "JSON Schema's addresses are of any scheme.",
    **dict.fromkeys(["name", "title", "text", "note", "bearer", "number", "body"], _CHARACTERS),
    **dict.fromkeys(["description", "fellowship", "address", "reason"], _CHARACTERS),
    **dict.fromkeys(["conference_url_notes", "conference_phone", "conference_phone_notes"], _CHARACTERS),
    **dict.fromkeys(["to", "until", "weekday", "lat", "lng"], _OTHERS),
    "starts_at_local": "A pattern has no calendar.",
    "absent": "Nobody is both present and absent.",
    "on": "A date has no smallest and no largest in JSON Schema.",
}
"""Fields whose rules no schema can express, and why."""
REFUSED = {
    "group-inconsistent": _OTHERS,
    "feed-invalid": "A feed is read, and wrong records are reported one by one.",
    "feed-refused": "Addresses inside the network are not visited.",
    "feed-unreachable": "Nobody answers there.",
    "rule-invalid": "RFC 5545's rules are a language.",
    "series-inconsistent": _OTHERS,
    "word-wrong": "It is another one every hour.",
    "name-unprintable": "No font has every script.",
}
"""Codes of refusals that follow from what is there, or what fields say together."""


@pytest.fixture(scope="module")
def furnished(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Stage]:
    """Everything there may be, in a database that lasts for all operations."""
    database = mongo_client["test-groups-document"]
    yield Stage(database)
    mongo_client.drop_database(database)


@pytest.fixture
def stage(furnished: Stage) -> Stage:
    """Everything as it was before the last operation."""
    furnished.reset()
    return furnished


def unjudged(response: schemathesis.Response) -> list[Any]:
    """Name the check that cannot judge this refusal: it takes whatever fits the schema for good."""
    if response.status_code != 422:
        return []
    problem = response.json()
    names = {path.rstrip(".0123456789").rpartition(".")[2] for path in problem.get("errors", ())}
    beyond = problem["code"] in REFUSED or (names and names <= set(BEYOND_THE_SCHEMA))
    return [positive_data_acceptance] if beyond else []


@DOCUMENT.parametrize()
@MODEST
def test_answer_without_a_token_is_as_documented(case: schemathesis.Case, furnished: Stage) -> None:
    case.operation.app = furnished.app
    furnished.meet(case)

    response = case.call()

    case.validate_response(response, excluded_checks=unjudged(response))


@DOCUMENT.parametrize()
@MODEST
def test_answer_with_a_token_is_as_documented(case: schemathesis.Case, stage: Stage) -> None:
    case.operation.app = stage.app
    stage.meet(case)
    headers = {"Authorization": f"Bearer {stage.caller.token}"}

    response = case.call(headers=headers)

    case.validate_response(response, headers=headers, excluded_checks=unjudged(response))
