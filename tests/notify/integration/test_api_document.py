"""The API answers as its document says, whatever is sent: unsigned, signed, with a token and without."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from pymongo import MongoClient
from schemathesis.specs.openapi.checks import positive_data_acceptance
from twilio.request_validator import RequestValidator

from tests.notify import api, examples, provider

# No schema can say which signature is right, nor which message is known.
EXCLUDED = [positive_data_acceptance]
DOCUMENT = schemathesis.openapi.from_wsgi("/openapi.json", api.app())
MODEST = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def app(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Flask]:
    """The application on a database that lasts for all operations."""
    database = mongo_client["test-notify-document"]
    yield api.bound(database)
    mongo_client.drop_database(database)


@DOCUMENT.parametrize()
@MODEST
def test_answer_without_a_token_is_as_documented(case: schemathesis.Case, app: Flask):
    case.operation.app = app

    case.call_and_validate(excluded_checks=EXCLUDED)


@DOCUMENT.include(method="GET").parametrize()
@MODEST
def test_answer_with_a_token_is_as_documented(case: schemathesis.Case, app: Flask):
    case.operation.app = app

    case.call_and_validate(headers=api.authorization(examples.MEMBER), excluded_checks=EXCLUDED)


@DOCUMENT.include(method="POST").parametrize()
@MODEST
def test_answer_to_whatever_the_provider_signs_is_as_documented(case: schemathesis.Case, app: Flask):
    case.operation.app = app
    form = case.body if isinstance(case.body, dict) else {}
    path = case.formatted_path
    case.headers["X-Twilio-Signature"] = RequestValidator(provider.AUTH_TOKEN).compute_signature(
        api.PUBLIC_URL + path, {name: str(value) for name, value in form.items()}
    )

    case.call_and_validate(excluded_checks=EXCLUDED)
