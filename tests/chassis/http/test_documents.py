"""The API document says all that the API answers, and the API answers nothing else."""

import json
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from chassis.http import Blueprint, public, raises
from chassis.http.openapi import document
from tests.chassis.http import sample

APP = sample.sample_app()
DOCUMENT = document(APP)

schema = schemathesis.openapi.from_wsgi("/openapi.json", APP)


TOKEN = sample.token(roles=["member", "coordinator"], exp=4102444800)


def beyond_the_document(case: schemathesis.Case) -> list[Any]:
    """Name the checks that cannot judge this request."""
    unjudged: list[Any] = []
    if "cursor" in (case.query or {}):  # No document can say which cursors the API has given out.
        unjudged.append(positive_data_acceptance)
    if case.media_type == "application/x-www-form-urlencoded":  # Not every invalid value survives as a form.
        unjudged.append(negative_data_rejection)
    return unjudged


def operation(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path][method]
    return found


@schema.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_member_gets_only_documented_answers(case: schemathesis.Case) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    case.call_and_validate(headers=headers, excluded_checks=beyond_the_document(case))


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_stranger_gets_only_documented_answers(case: schemathesis.Case) -> None:
    case.call_and_validate(excluded_checks=beyond_the_document(case))


def test_the_document_is_the_same_every_time_and_at_both_addresses(client: FlaskClient) -> None:
    assert json.dumps(document(sample.sample_app())) == json.dumps(DOCUMENT)
    assert client.get("/openapi.json").json == DOCUMENT
    assert client.get("/api/sample/openapi.json").json == DOCUMENT


def test_a_guarded_operation_documents_its_refusals() -> None:
    take = operation("post", "/api/sample/occurrences/{occurrence_id}/seats")

    assert take["security"] == [{"bearer": []}]
    assert set(take["responses"]) == {
        *("201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503")
    }
    assert "`seat-taken`" in take["responses"]["409"]["description"]
    assert "WWW-Authenticate" in take["responses"]["401"]["headers"]
    for status, answer in take["responses"].items():
        kind = "application/json" if status == "201" else "application/problem+json"
        assert list(answer["content"]) == [kind]


def test_a_public_operation_documents_no_token() -> None:
    seats = operation("get", "/api/sample/seats")

    assert seats["security"] == []
    assert not {"401", "403", "404", "400", "415"} & set(seats["responses"])


def test_no_schema_is_documented_that_no_operation_uses() -> None:
    text = json.dumps(DOCUMENT)

    for name in DOCUMENT["components"]["schemas"]:
        assert f"#/components/schemas/{name}" in text


def test_an_unmapped_error_in_raises_stops_the_start() -> None:
    class Unmapped(Exception):
        pass

    api = Blueprint("api", __name__)

    @api.get("/x")
    @api.response(204)
    @public
    @raises(Unmapped)
    def view() -> None:
        """Do nothing"""

    with pytest.raises(TypeError, match="Unmapped"):
        sample.sample_app(blueprints=[api])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NEARLY = st.fixed_dictionaries({}, optional=dict.fromkeys(("name", "seats", "from", "friends", "x"), JSON))


@settings(max_examples=300, deadline=None)
@given(JSON | NEARLY)
def test_no_json_body_breaks_the_edge(body: Any) -> None:
    answer = APP.test_client().post(
        sample.SEATS, data=json.dumps(body), content_type="application/json", headers=sample.bearer(TOKEN)
    )

    assert answer.status_code in (201, 400, 409, 422), answer.text
    if answer.status_code != 201:
        assert answer.content_type == "application/problem+json"
        json.dumps(answer.json, ensure_ascii=False).encode()


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200), st.sampled_from(["application/json", "text/plain", "", "application/json;;="])
)
def test_no_bytes_break_the_edge(body: bytes, content_type: str) -> None:
    answer = APP.test_client().post(
        sample.SEATS, data=body, content_type=content_type, headers=sample.bearer(TOKEN)
    )

    assert answer.status_code in (201, 400, 409, 415, 422)


def test_what_one_operation_takes_is_not_said_of_the_path() -> None:
    take = operation("post", "/api/sample/occurrences/{occurrence_id}/seats")
    path = DOCUMENT["paths"]["/api/sample/occurrences/{occurrence_id}/seats"]

    assert [each["name"] for each in take["parameters"]] == ["Idempotency-Key"]
    assert [each["name"] for each in path["parameters"]] == ["occurrence_id"]
