"""The API answers as its document says, whatever is sent, with a token and without."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pymongo import MongoClient
from schemathesis.specs.openapi.checks import positive_data_acceptance

from alumni import bootstrap
from tests.alumni.client import Person, application

# A schema cannot say which numbers are phone numbers: valid by its words may still be refused.
EXCLUDED = [positive_data_acceptance]
DOCUMENT = schemathesis.openapi.from_wsgi("/openapi.json", bootstrap.api())
MODEST = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def person(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Person]:
    """Somebody signed in, in a database that lasts for all operations."""
    database = mongo_client["test-alumni-document"]
    caller = Person(application(database), database)
    caller.sign_in()
    yield caller
    mongo_client.drop_database(database)


@DOCUMENT.parametrize()
@MODEST
def test_answer_without_a_token_is_as_documented(case: schemathesis.Case, person: Person):
    case.operation.app = person.app

    case.call_and_validate(excluded_checks=EXCLUDED)


@DOCUMENT.parametrize()
@MODEST
def test_answer_with_a_token_is_as_documented(case: schemathesis.Case, person: Person):
    case.operation.app = person.app

    case.call_and_validate(
        headers={"Authorization": f"Bearer {person.access_token}"}, excluded_checks=EXCLUDED
    )
