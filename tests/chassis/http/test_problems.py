"""Every error has one shape and tells nothing of the inside."""

import json
import logging
from typing import Any

import pymongo.errors
import pytest
from flask.testing import FlaskClient

import chassis.mongo  # noqa: F401 - a service that has an engine has loaded this
from chassis.http import Blueprint, ProblemError, Schema, public, unmapped
from tests.chassis.http import sample
from tests.chassis.http.expect import problem


def test_an_unknown_address_is_a_404(client: FlaskClient) -> None:
    problem(client.get("/nowhere"), 404, "not-found")


@pytest.mark.parametrize("shape", ["1", "C" * 32, "c" * 33, "c" * 31 + "%00", "c" * 32 + "%0A"])
def test_an_id_of_the_wrong_shape_is_a_404(client: FlaskClient, shape: str) -> None:
    answer = client.post(f"/api/sample/occurrences/{shape}/seats", json={}, headers=sample.bearer())

    problem(answer, 404, "not-found")


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "TRACE", "PROPFIND"])
def test_a_wrong_method_is_told_the_right_ones(client: FlaskClient, method: str) -> None:
    answer = client.open("/api/sample/seats", method=method)

    problem(answer, 405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "json-malformed"),
        (b"", "json-malformed"),
        (b'{"name": NaN}', "json-malformed"),
        (b'{"name": "a\x00"}', "json-malformed"),
        (b'\xef\xbb\xbf{"name": "a"}', "json-malformed"),
        (b"[" * 50_000, "json-malformed"),
        (b'{"seats": ' + b"9" * 5000 + b"}", "json-malformed"),
        (b'{"name": "\xff"}', "encoding-invalid"),
        ('{"name": "é"}'.encode("utf-16"), "encoding-invalid"),
    ],
)
def test_a_body_that_is_no_json_is_a_400(client: FlaskClient, body: bytes, code: str) -> None:
    answer = client.post(sample.SEATS, data=body, content_type="application/json", headers=sample.bearer())

    problem(answer, 400, code)


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/xml",
        "application/json; charset=latin-1",
        "multipart/form-data",
        "json",
    ],
)
def test_a_body_of_another_type_is_a_415(client: FlaskClient, content_type: str | None) -> None:
    answer = client.post(
        sample.SEATS, data=b'{"name": "a"}', content_type=content_type, headers=sample.bearer()
    )

    problem(answer, 415, "content-type-unsupported")


def test_json_in_utf_8_by_its_full_name_is_read(client: FlaskClient) -> None:
    kind = "application/json; charset=UTF-8"

    answer = client.post(sample.SEATS, data='{"name": "ਅ"}', content_type=kind, headers=sample.bearer())

    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"name": ["Missing data for required field."]}),
        ([], {"body": ["Invalid input type."]}),
        ("text", {"body": ["Invalid input type."]}),
        (None, {"body": ["Invalid input type."]}),
        ({"name": "a", "no": 1}, {"no": ["Unknown field."]}),
        ({"name": 1}, {"name": ["Not a valid string."]}),
        ({"name": "a", "seats": True}, {"seats": ["Not a valid integer."]}),
        ({"name": "a", "seats": 1.5}, {"seats": ["Not a valid integer."]}),
        ({"name": "a", "from": "2026-11-22"}, {"from": ["Not a date and time with an offset (RFC 3339)."]}),
        ({"name": "a", "friends": ["c" * 32, "x"]}, {"friends.1": ["Not an id of 32 hexadecimal digits."]}),
        ({"name": "a", "friends": ["c" * 32 + "\n"]}, {"friends.0": ["Not an id of 32 hexadecimal digits."]}),
        ({"name": "\ud800"}, {"name": ["Holds a character that no text may hold."]}),
        ({"name": "a\x00"}, {"name": ["Holds a character that no text may hold."]}),
        ({"name": "a", "\x00": 1}, {"body": ["Holds a character that no text may hold."]}),
        ({"friends": ["\x00"]}, {"friends.0": ["Holds a character that no text may hold."]}),
    ],
)
def test_invalid_fields_are_named_by_path(
    client: FlaskClient, body: Any, errors: dict[str, list[str]]
) -> None:
    answer = client.post(
        sample.SEATS, data=json.dumps(body), content_type="application/json", headers=sample.bearer()
    )

    assert problem(answer, 422, "input-invalid")["errors"] == errors


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("page_size=0", {"page_size"}),
        ("page_size=101", {"page_size"}),
        ("page_size=1_0", {"page_size"}),
        ("page_size=%F0%9F%99%82", {"page_size"}),
        ("page_size=99999999999999999999", {"page_size"}),
        ("cursor=", {"cursor"}),
        ("cursor=x%00", {"cursor"}),
        ("cursor=%FF", {"cursor"}),
        ("cursor=" + "x" * 513, {"cursor"}),
        ("cursor=bm8", {"cursor"}),
        ("no=1&nor=2", {"no", "nor"}),
    ],
)
def test_an_invalid_query_is_named_by_field(client: FlaskClient, query: str, fields: set[str]) -> None:
    answer = client.get(f"/api/sample/seats?{query}")

    assert set(problem(answer, 422, "input-invalid")["errors"]) == fields


def test_an_operation_without_a_query_takes_none(client: FlaskClient) -> None:
    answer = client.get("/api/sample/broken?debug=1")

    assert problem(answer, 422, "input-invalid")["errors"] == {"debug": ["Unknown field."]}


def test_a_form_is_read_through_its_schema(client: FlaskClient) -> None:
    assert client.post("/api/sample/receipts", data={"status": "delivered"}).status_code == 200
    refused = client.post("/api/sample/receipts", data={"status": "lost", "no": "1"})
    assert set(problem(refused, 422, "input-invalid")["errors"]) == {"status", "no"}
    problem(client.post("/api/sample/receipts", json={}), 415, "content-type-unsupported")


def test_a_domain_error_is_the_problem_of_the_table(client: FlaskClient) -> None:
    answer = client.post(sample.SEATS, json={"name": "taken"}, headers=sample.bearer())

    assert problem(answer, 409, "seat-taken")["seats_left"] == 3


def test_a_domain_error_can_say_when_to_come_back(client: FlaskClient) -> None:
    answer = client.get("/api/sample/often")

    problem(answer, 429, "too-often")
    assert answer.headers["Retry-After"] == "41"


def test_a_view_can_end_with_a_problem_of_its_own(client: FlaskClient) -> None:
    body = problem(client.get("/api/sample/tries"), 401, "code-wrong")

    assert (body["detail"], body["tries_left"]) == ("Try again.", 4)


def test_a_bug_answers_with_a_trace_and_no_detail(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("the secret of +919812345678")

    client = sample.sample_app(blueprints=[sample.views(fail)]).test_client()
    with caplog.at_level(logging.ERROR):
        answer = client.get("/api/sample/broken")

    problem(answer, 500, "internal-error")
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "error",
    [
        pymongo.errors.ServerSelectionTimeoutError("no primary"),
        pymongo.errors.AutoReconnect("gone"),
        pymongo.errors.NotPrimaryError("stepped down"),
    ],
)
def test_an_engine_that_is_away_is_a_503(error: Exception) -> None:
    def fail() -> None:
        raise error

    client = sample.sample_app(blueprints=[sample.views(fail)]).test_client()
    answer = client.get("/api/sample/broken")

    problem(answer, 503, "temporarily-unavailable")
    assert int(answer.headers["Retry-After"]) >= 1


def test_unmapped_domain_errors_are_listed() -> None:
    assert unmapped(sample.SampleError, {}) == ["SeatTaken", "TooOften"]
    assert unmapped(sample.SampleError, sample.PROBLEMS) == []


def test_the_nearest_class_in_an_errors_ancestry_answers() -> None:
    general = sample.Problem(400, "general", "General.")
    problems = {sample.SampleError: general, **sample.PROBLEMS}

    assert unmapped(sample.SampleError, {sample.SampleError: general}) == []
    answer = sample.sample_app(problems=problems).test_client().get("/api/sample/often")
    assert answer.json["code"] == "too-often"


def test_a_problem_raised_outside_a_view_is_an_exception_with_its_code() -> None:
    with pytest.raises(ProblemError, match="code-wrong"):
        sample.abort_with(sample.Problem(401, "code-wrong", "Wrong."))


@pytest.mark.parametrize(("body", "status"), [(None, 204), (b"{}", 204), (b"{", 400), (b'{"no": 1}', 422)])
def test_a_body_that_is_not_required_may_be_missing_and_nothing_else(body: bytes | None, status: int) -> None:
    api = Blueprint("api", __name__)

    @api.post("/cancellation")
    @api.arguments(Schema, required=False)
    @api.response(204)
    @public
    def cancel(request: dict[str, Any]) -> None:
        """Cancel"""

    client = sample.sample_app(blueprints=[api]).test_client()
    kind = None if body is None else "application/json"

    assert client.post("/cancellation", data=body, content_type=kind).status_code == status
