"""The SMS provider, asked over real sockets, also by the provider's own client."""

import socket
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.sandbox.world import ACCOUNT, TOKEN, World


class SandboxClient(TwilioHttpClient):
    """The provider's own transport, turned to the sandbox."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Ask the sandbox in place of api.twilio.com."""
        parts = urlsplit(url)
        here = f"{self._url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().request(method, here, *args, **kwargs)


@pytest.fixture
def twilio(world: World) -> Client:
    return Client(ACCOUNT, TOKEN, http_client=SandboxClient(world.url))


def test_the_providers_own_client_sends_and_reads_a_text(twilio: Client, number: str) -> None:
    sent = twilio.messages.create(to=number, from_="HAMRAH", body="ਸਤ ਸ੍ਰੀ ਅਕਾਲ")

    read = twilio.messages(sent.sid).fetch()

    assert sent.status == "queued"
    assert (read.sid, read.to, read.from_, read.body) == (sent.sid, number, "HAMRAH", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ")
    assert read.date_created <= datetime.now(UTC)


def test_the_providers_own_client_pages_through_the_texts_of_one_number(twilio: Client, number: str) -> None:
    for place in range(5):
        twilio.messages.create(to=number, from_="HAMRAH", body=f"Text {place}")

    listed = twilio.messages.list(to=number, page_size=2)

    assert [text.body for text in listed] == [f"Text {place}" for place in (4, 3, 2, 1, 0)]


def test_texts_are_found_by_the_day_they_were_sent(twilio: Client, number: str) -> None:
    twilio.messages.create(to=number, from_="HAMRAH", body="Today")
    today = datetime.now(UTC).date()

    assert len(twilio.messages.list(to=number, date_sent=today)) == 1
    assert len(twilio.messages.list(to=number, date_sent_after=today)) == 1
    assert twilio.messages.list(to=number, date_sent_before=today - timedelta(days=1)) == []
    assert twilio.messages.list(to=number, date_sent=today - timedelta(days=2)) == []


def test_the_providers_own_client_understands_a_refusal(twilio: Client) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        twilio.messages.create(to="+911234", from_="HAMRAH", body="Hello")

    assert (refusal.value.status, refusal.value.code) == (400, 21211)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"To": ""}, 21604),
        ({"To": "9812345678"}, 21211),
        ({"To": "+91 98123 45678"}, 21211),
        ({"To": "+९१९८१२३४५६७८"}, 21211),
        ({"From": ""}, 21603),
        ({"From": "no-sender"}, 21212),
        ({"From": "12345678"}, 21212),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"StatusCallback": "ftp://example.org/x"}, 21609),
    ],
)
def test_a_wrong_field_is_refused_with_the_providers_code(
    world: World, fields: dict[str, str], code: int
) -> None:
    form = {"To": "+919812345678", "From": "HAMRAH", "Body": "Hello", **fields}
    before = world.get("/api/counts")["texts"]

    answer = requests.post(world.messages_url, data=form, auth=(ACCOUNT, TOKEN), timeout=10)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert world.get("/api/counts")["texts"] == before


@pytest.mark.parametrize("credentials", [None, (ACCOUNT, "wrong"), ("AC" + "f" * 32, TOKEN)])
def test_wrong_credentials_are_refused(world: World, credentials: tuple[str, str] | None) -> None:
    for call in (requests.post, requests.get):
        answer = call(world.messages_url, auth=credentials, timeout=10)
        assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_another_account_is_refused(world: World) -> None:
    other = world.messages_url.replace(ACCOUNT, "AC" + "2" * 32)

    assert requests.get(other, auth=(ACCOUNT, TOKEN), timeout=10).status_code == 401


def test_an_unknown_text_is_not_found(world: World) -> None:
    unknown = world.messages_url.replace(".json", f"/SM{'0' * 32}.json")

    answer = requests.get(unknown, auth=(ACCOUNT, TOKEN), timeout=10)

    assert (answer.status_code, answer.json()["code"]) == (404, 20404)


@pytest.mark.parametrize(
    "query", [{"Page": "-1"}, {"PageSize": "0"}, {"PageSize": "x"}, {"DateSent": "soon"}]
)
def test_a_wrong_filter_is_refused(world: World, query: dict[str, str]) -> None:
    answer = requests.get(world.messages_url, params=query, auth=(ACCOUNT, TOKEN), timeout=10)

    assert (answer.status_code, answer.json()["code"]) == (400, 20001)


@pytest.mark.parametrize(
    ("body", "segments"),
    [("a" * 160, "1"), ("a" * 161, "2"), ("€" * 81, "2"), ("ਸ" * 70, "1"), ("ਸ" * 71, "2"), ("न" * 135, "3")],
)
def test_segments_are_counted_as_the_network_counts_them(
    world: World, number: str, body: str, segments: str
) -> None:
    assert world.send(number, body).json()["num_segments"] == segments


@pytest.mark.parametrize(
    ("mode", "status", "code"), [("fail", 400, 21612), ("unavailable", 503, 20503), ("busy", 429, 20429)]
)
def test_the_provider_can_be_told_to_refuse(
    world: World, number: str, mode: str, status: int, code: int
) -> None:
    world.behave(sms={"mode": mode})

    answer = world.send(number)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("Retry-After" in answer.headers) == (status in (429, 503))
    assert world.get("/api/texts", to=number)["texts"] == []


def test_the_provider_can_be_told_to_delay(world: World, number: str) -> None:
    world.behave(sms={"delay_ms": 300})
    began = time.monotonic()

    assert world.send(number).status_code == 201
    assert time.monotonic() - began >= 0.3


def test_an_answer_that_comes_too_late_leaves_the_text_sent(world: World, number: str) -> None:
    world.behave(sms={"answer_late_ms": 2000})

    with pytest.raises(requests.ReadTimeout):
        requests.post(
            world.messages_url,
            data={"To": number, "From": "HAMRAH", "Body": "Late"},
            auth=(ACCOUNT, TOKEN),
            timeout=0.3,
        )

    assert [text["body"] for text in world.find(To=number)["messages"]] == ["Late"]


def test_a_dropped_answer_leaves_the_text_sent(world: World, number: str) -> None:
    world.behave(sms={"drop_answer": True})

    with pytest.raises(requests.ConnectionError):
        world.send(number, "Dropped")

    assert [text["body"] for text in world.get("/api/texts", to=number)["texts"]] == ["Dropped"]


def test_no_number_is_written_to_the_log(world: World, number: str) -> None:
    world.send(number)
    world.send("+911234")
    world.find(To=number)
    with socket.create_connection(("127.0.0.1", world.http_port), timeout=5) as connection:
        connection.sendall(f"GET /api/texts?to={number} NONSENSE\r\n\r\n".encode())
        assert b"400" in connection.recv(100)

    assert number[3:] not in world.log_text()
    assert "911234" not in world.log_text()
