"""The edge as it is deployed: gunicorn, gevent, real sockets."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.chassis.http import sample
from tests.chassis.http.serving import Served, serve

CHUNKED = (
    b"POST /api/sample/imports HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample service under gunicorn with two workers."""
    output = tmp_path_factory.mktemp("gunicorn") / "output.log"
    with serve("tests.chassis.http.sample:sample_app()", output, workers=2) as running:
        yield running


def chunked(size: int) -> bytes:
    """Send a JSON text of this size without saying how long it is."""
    body = b"[" + b" " * (size - 2) + b"]"
    parts = [body[at : at + 10_000] for at in range(0, size, 10_000)]
    return CHUNKED + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def last_line(answer: bytes) -> bytes:
    """Read the JSON at the end of an answer."""
    return answer.rpartition(b"\r\n")[2]


def test_a_chunked_body_within_the_limit_is_read(served: Served) -> None:
    answer = served.exchange(chunked(150_000))

    assert answer.startswith(b"HTTP/1.1 200")
    assert json.loads(last_line(answer)) == {"items": []}


def test_a_chunked_body_that_hides_its_length_is_a_413(served: Served) -> None:
    answer = served.exchange(chunked(200_001))

    assert answer.startswith(b"HTTP/1.1 413")
    assert json.loads(last_line(answer))["code"] == "body-too-large"


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"+919812345678 IS NO METHOD\r\n\r\n", 400, "bad-request"),
        (b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\n\r\n", 414, "uri-too-long"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 9000 + b"\r\n\r\n", 431, "headers-too-large"),
        (b"GET / HTTP/1.1\r\n+919812345678\r\n\r\n", 400, "bad-request"),
        (CHUNKED + b"zz\r\n", 400, "bad-request"),
    ],
)
def test_what_is_no_request_is_a_problem_and_is_not_repeated(
    served: Served, raw: bytes, status: int, code: str
) -> None:
    answer = served.exchange(raw)

    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"Content-Type: application/problem+json" in answer
    assert json.loads(last_line(answer))["code"] == code
    assert b"9812345678" not in answer + served.output.read_bytes()


def test_metrics_sum_over_all_workers(served: Served) -> None:
    def ask(_: int) -> int:
        return requests.get(f"{served.address}/api/sample/often", timeout=5).status_code

    with ThreadPoolExecutor(16) as people:
        assert set(people.map(ask, range(64))) == {429}

    text = requests.get(f"{served.address}/metrics", timeout=5).text
    series = 'http_request_duration_seconds_count{method="GET",route="/api/sample/often",status="429"} 64.0'
    assert series in text


def test_a_terminated_server_leaves_no_files_and_no_error(tmp_path: Path) -> None:
    with serve("tests.chassis.http.sample:sample_app()", tmp_path / "output.log") as running:
        headers = sample.bearer("garbage")
        assert requests.get(f"{running.address}/api/sample/me", headers=headers, timeout=5).status_code == 401

    assert running.process.returncode == 0
    assert (tmp_path / "output.log").read_text() == ""
