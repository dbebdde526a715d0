"""Addresses of feeds: none leads inside, however it is written; and what a server says is the same."""

from http.server import BaseHTTPRequestHandler

import pytest

from groups.adapters.feeds import WebFeeds
from groups.domain.errors import FeedInvalid, FeedRefused, FeedUnreachable
from groups.domain.source import Validators
from tests.groups.feed_server import a_server, say


def test_what_a_server_says_of_its_feed_is_asked_again() -> None:
    asked: list[tuple[str | None, str | None]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append((handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]))
        same = handler.headers["If-None-Match"] == '"v1"'
        named = {"ETag": '"v1"', "Last-Modified": "Mon, 23 Nov 2026 06:00:00 GMT"}
        say(b"" if same else b"[]", 304 if same else 200, **named)(handler)

    with a_server(answer) as port:
        feeds = WebFeeds([f"127.0.0.1:{port}"])
        first = feeds.fetch(f"http://127.0.0.1:{port}/")
        second = feeds.fetch(f"http://127.0.0.1:{port}/", first.validators)
        forgotten = feeds.fetch(f"http://127.0.0.1:{port}/", Validators())

    assert (first.content, second.content, forgotten.content) == (b"[]", None, b"[]")
    assert second.validators == first.validators
    assert asked[1] == ('"v1"', "Mon, 23 Nov 2026 06:00:00 GMT")
    assert asked[0] == asked[2] == (None, None)


def test_validators_that_are_too_long_are_not_kept() -> None:
    with a_server(say(b"[]", ETag="x" * 201)) as port:
        fetched = WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/")

    assert fetched.validators == Validators()


@pytest.mark.parametrize("port", [22, 25, 6379, 9092, 27017])
def test_no_port_that_is_none_of_the_web_is_visited(port: int) -> None:
    feeds = WebFeeds(resolve=lambda _host, _port: ["93.184.216.34"])

    for visit in (feeds.fetch, feeds.check):
        with pytest.raises(FeedRefused, match="port"):
            visit(f"http://feeds.example:{port}/")


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.1/", "http://0177.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        *("http://[fe80::1%25eth0]/", "http://[fd00::1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://0/"),
        *("https://user:word@feeds.example/", "http://feeds.example@127.0.0.1/", "webcal://feeds.example/"),
    ],
)
def test_an_address_is_refused_when_it_is_saved_as_when_it_is_fetched(url: str) -> None:
    for visit in (WebFeeds().check, WebFeeds().fetch):
        with pytest.raises((FeedRefused, FeedUnreachable)):
            visit(url)


def test_a_name_that_leads_inside_after_it_was_saved_is_not_visited() -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    feeds = WebFeeds(resolve=lambda _host, _port: next(answers))
    feeds.check("http://feeds.example/")

    with pytest.raises(FeedRefused):
        feeds.fetch("http://feeds.example/")


def test_a_name_is_looked_up_once_so_that_it_cannot_change_between_check_and_visit() -> None:
    lookups: list[str] = []

    def look_up(host: str, _port: int) -> list[str]:
        lookups.append(host)
        return ["127.0.0.1"]

    with a_server(say(b"[]")) as port:
        WebFeeds([f"feeds.example:{port}"], resolve=look_up).fetch(f"http://feeds.example:{port}/")
    assert lookups == ["feeds.example"]


@pytest.mark.parametrize(
    "inside",
    ["http://[::1]:1/", "http://169.254.169.254/latest/", "https://localhost/", "//127.0.0.1:1/", "ftp://x/"],
)
def test_a_redirection_inside_is_refused_in_any_form(inside: str) -> None:
    with a_server(say(b"", 308, Location=inside)) as port, pytest.raises(FeedRefused):
        WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/")


def test_a_stream_of_200_megabytes_is_cut_off_early() -> None:
    sent: list[int] = [0]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(200 * 1024**2))
        handler.end_headers()
        try:
            for _ in range(200):
                handler.wfile.write(b" " * 1024**2)
                sent[0] += 1
        except OSError:
            return

    with a_server(answer) as port, pytest.raises(FeedInvalid, match="larger than 5 MiB"):
        WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/")
    assert sent[0] < 50
