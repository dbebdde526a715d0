"""What is seen of a request: its ids, one line, one metric, and the headers that keep it safe."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.chassis.http import sample
from tests.chassis.http.expect import problem

SEATS = "/api/sample/seats"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Give the access lines written so far."""
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    root.setLevel(before)


@pytest.mark.parametrize(
    "given", ["0123456789abcdef0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef"]
)
def test_a_sane_request_id_is_kept(client: FlaskClient, given: str) -> None:
    assert client.get(SEATS, headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "+919812345678", "a@b.org", "x" * 5000, "0123456789ABCDEF0123456789ABCDEF"]
)
def test_any_other_request_id_is_replaced(client: FlaskClient, given: str) -> None:
    headers = client.get(SEATS, headers={"X-Request-ID": given}).headers

    assert headers["X-Request-ID"] != given
    assert len(headers["X-Request-ID"]) == 32


def test_a_trace_goes_on_and_a_broken_one_starts_anew(client: FlaskClient) -> None:
    trace = "ab" * 16
    carried = client.get(SEATS, headers={"traceparent": f"00-{trace}-{'cd' * 8}-01"}).headers["traceparent"]
    broken = client.get(SEATS, headers={"traceparent": "00-+919812345678-x-01"}).headers["traceparent"]

    assert carried.startswith(f"00-{trace}-")
    assert "919812345678" not in broken


def test_a_problem_names_the_trace_of_its_request(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"})

    assert problem(answer, 404, "not-found")["trace_id"] == "ab" * 16


def test_one_line_tells_of_a_request_without_its_address_or_body(client: FlaskClient, lines: Any) -> None:
    answer = client.post(sample.SEATS, json={"name": "secret"}, headers=sample.bearer())
    client.get("/+919812345678?phone=%2B919812345678")

    first, second = lines()
    assert (first["method"], first["status"], second["route"]) == ("POST", 201, "unmatched")
    assert first["route"] == "/api/sample/occurrences/<id:occurrence_id>/seats"
    assert first["trace_id"] == answer.headers["traceparent"][3:35]
    assert first["request_id"] == answer.headers["X-Request-ID"]
    for word in ("9812345678", "phone", "secret", sample.OCCURRENCE):
        assert word not in json.dumps([first, second])


def test_health_and_metrics_are_not_logged(client: FlaskClient, lines: Any) -> None:
    for address in ("/health/live", "/health/ready", "/metrics"):
        assert client.get(address).status_code == 200

    assert lines() == []


def test_metrics_count_by_route_template_and_never_by_address(client: FlaskClient) -> None:
    client.get("/unheard-of-919812345678")
    client.open("/api/sample/seats", method="BREW")
    client.get("/api/sample/seats")

    text = client.get("/metrics").text
    assert 'http_request_duration_seconds_count{method="GET",route="/api/sample/seats",status="200"}' in text
    assert 'http_request_duration_seconds_count{method="GET",route="unmatched",status="404"}' in text
    assert 'method="other",route="unmatched",status="405"' in text
    assert "919812345678" not in text


def test_every_answer_carries_the_safe_headers(client: FlaskClient) -> None:
    for address in (SEATS, "/nowhere", "/health/live", "/openapi.json"):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_readiness_names_what_fails() -> None:
    def away() -> None:
        raise ConnectionError("mongodb://user:password@host is away")

    client = sample.sample_app(checks={"mongodb": away, "disk": lambda: None}).test_client()

    assert client.get("/health/live").json == {"status": "live"}
    answer = client.get("/health/ready")
    assert problem(answer, 503, "not-ready")["checks"] == {"mongodb": "failed", "disk": "ok"}
    assert "password" not in answer.text
