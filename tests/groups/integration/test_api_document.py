"""The API answers as its document says, whatever is sent, with a token and without."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pymongo import MongoClient
from schemathesis.specs.openapi.checks import positive_data_acceptance

from groups import bootstrap
from tests.groups.api import Caller, application

# A schema cannot say which addresses are visited nor which spans of time are short enough.
EXCLUDED = [positive_data_acceptance]
DOCUMENT = schemathesis.openapi.from_wsgi("/openapi.json", bootstrap.api())
MODEST = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def coordinator(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Caller]:
    """A coordinator, in a database that lasts for all operations."""
    database = mongo_client["test-groups-document"]
    yield Caller.coordinator(application(database))
    mongo_client.drop_database(database)


@DOCUMENT.parametrize()
@MODEST
def test_answer_without_a_token_is_as_documented(case: schemathesis.Case, coordinator: Caller) -> None:
    case.operation.app = coordinator.app

    case.call_and_validate(excluded_checks=EXCLUDED)


@DOCUMENT.parametrize()
@MODEST
def test_answer_with_a_token_is_as_documented(case: schemathesis.Case, coordinator: Caller) -> None:
    case.operation.app = coordinator.app

    case.call_and_validate(headers={"Authorization": f"Bearer {coordinator.token}"}, excluded_checks=EXCLUDED)
