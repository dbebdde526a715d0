"""The benchmark's provider accepts texts as Twilio does and tells when."""

import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import urllib3

from benchmarks.provider import Client
from hamrah.local.engine import free_ports, port_is_open
from tests.support.waiting import eventually

PATH = "/2010-04-01/Accounts/AC1/Messages.json"


@pytest.fixture
def provider() -> Iterator[Client]:
    """A provider in a process of its own."""
    [port] = free_ports(1)
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.provider", str(port)])
    eventually(lambda: port_is_open(port))
    yield Client(port)
    process.terminate()
    process.wait()


def test_texts_are_accepted_counted_timed_and_forgotten(provider):
    http = urllib3.PoolManager()
    before = time.monotonic()
    for number in range(3):
        form = urlencode({"To": "+917000000001", "StatusCallback": f"http://127.0.0.1/{number}"})
        answer = http.request("POST", f"http://127.0.0.1:{provider.port}{PATH}", body=form)
        assert answer.status == 201
        assert answer.json()["sid"].startswith("SM")

    assert provider.count(PATH) == 3
    assert before < provider.last(PATH) < time.monotonic()
    accepted = provider.forget(PATH)
    assert sorted(accepted) == [f"http://127.0.0.1/{number}" for number in range(3)]
    assert all(before < received <= answered for received, answered in accepted.values())
    assert provider.count(PATH) == 0
