"""No view reads more than it says."""

import pytest
from flask.testing import FlaskClient

from chassis.http.limits import DEFAULT_BODY_LIMIT
from tests.chassis.http import sample
from tests.chassis.http.expect import problem

IMPORTS = "/api/sample/imports"


def json_of(length: int) -> bytes:
    """Write a JSON text of exactly this many bytes."""
    return b"[" + b" " * (length - 2) + b"]"


@pytest.mark.parametrize(("address", "limit"), [(sample.SEATS, DEFAULT_BODY_LIMIT), (IMPORTS, 200_000)])
def test_a_body_over_the_limit_is_a_413(client: FlaskClient, address: str, limit: int) -> None:
    within = client.post(
        address, data=json_of(limit), content_type="application/json", headers=sample.bearer()
    )
    over = client.post(
        address, data=json_of(limit + 1), content_type="application/json", headers=sample.bearer()
    )

    assert within.status_code in (200, 422)
    problem(over, 413, "body-too-large")


def test_a_body_that_nobody_reads_is_bounded_too(client: FlaskClient) -> None:
    answer = client.get("/api/sample/seats", data=b"x" * (DEFAULT_BODY_LIMIT + 1))

    problem(answer, 413, "body-too-large")


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "schlüssel", "tab\there"])
def test_an_idempotency_key_is_short_visible_ascii(client: FlaskClient, key: str) -> None:
    headers = {**sample.bearer(), "Idempotency-Key": key}

    answer = client.post(sample.SEATS, json={"name": "a"}, headers=headers)

    assert set(problem(answer, 422, "input-invalid")["errors"]) == {"Idempotency-Key"}


@pytest.mark.parametrize("key", ["!", "~" * 64, None])
def test_an_idempotency_key_reaches_the_view(client: FlaskClient, key: str | None) -> None:
    headers = sample.bearer() if key is None else {**sample.bearer(), "Idempotency-Key": key}

    answer = client.post(sample.SEATS, json={"name": "a"}, headers=headers)

    assert answer.json["idempotency_key"] == key
