"""Feeds are fetched from the public web, and from nowhere else."""

import threading
from http.server import BaseHTTPRequestHandler

import pytest

from groups.adapters.feeds import WebFeeds
from groups.domain.errors import FeedInvalid, FeedRefused, FeedUnreachable
from groups.domain.feeds.text import MAX_BYTES
from tests.groups.feed_server import a_server, say


def test_an_allowed_host_is_visited_under_its_own_name() -> None:
    names: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        names.append(handler.headers["Host"])
        say(b"[]")(handler)

    with a_server(answer) as port:
        feeds = WebFeeds([f"feeds.example:{port}"], resolve=lambda _host, _port: ["127.0.0.1"])
        assert feeds.fetch(f"http://feeds.example:{port}/meetings.json?a=1").content == b"[]"
    assert names == [f"feeds.example:{port}"]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "ff02::1", "no address"),
        *("64:ff9b:1::7f00:1", "::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1"),
    ],
)
def test_no_host_of_an_inner_network_is_visited(address: str) -> None:
    feeds = WebFeeds(resolve=lambda _host, _port: ["93.184.216.34", address])

    with pytest.raises(FeedRefused):
        feeds.fetch("http://feeds.example/meetings.json")


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://2130706433/", "http://0x7f.1/"),
        *(
            "ftp://feeds.example/",
            "file:///etc/passwd",
            "gopher://feeds.example/",
            "//feeds.example/",
            "feeds",
        ),
        *("http://", "http:///path", "http://[::1", "http://feeds.example:99999/", "http://a@feeds.example/"),
    ],
)
def test_an_address_that_is_none_or_an_inner_one_is_refused(url: str) -> None:
    with pytest.raises(FeedRefused):
        WebFeeds().fetch(url)


def test_an_allowed_host_is_allowed_on_its_port_only() -> None:
    with pytest.raises(FeedRefused):
        WebFeeds(["127.0.0.1:1"]).fetch("http://127.0.0.1:2/")


def test_a_redirection_leads_nowhere_that_the_address_itself_may_not() -> None:
    with a_server(say(b"", 302, Location="http://127.0.0.1:1/secrets")) as port, pytest.raises(FeedRefused):
        WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/")


def test_three_redirections_are_followed_and_no_more() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        left = int(handler.path[1:])
        say(b"", 307, Location=f"/{left - 1}")(handler) if left else say(b"[1]")(handler)

    with a_server(answer) as port:
        feeds = WebFeeds([f"127.0.0.1:{port}"])
        assert feeds.fetch(f"http://127.0.0.1:{port}/3").content == b"[1]"
        with pytest.raises(FeedRefused):
            feeds.fetch(f"http://127.0.0.1:{port}/4")


@pytest.mark.parametrize("status", [204, 304, 401, 404, 500])
def test_an_answer_that_is_no_feed_is_no_feed(status: int) -> None:
    with a_server(say(b"", status)) as port, pytest.raises(FeedUnreachable):
        WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/")


def test_a_host_that_nobody_knows_or_that_is_away_is_unreachable() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("unknown")

    with pytest.raises(FeedUnreachable):
        WebFeeds(resolve=unknown).fetch("http://feeds.example/")
    with pytest.raises(FeedUnreachable):
        WebFeeds(["127.0.0.1:9"]).fetch("http://127.0.0.1:9/")


def test_a_feed_beyond_the_limit_is_not_read_to_its_end() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" " * 65536)
        except OSError:
            return

    with a_server(answer) as port, pytest.raises(FeedInvalid, match="5 MiB"):
        WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/")
    with a_server(say(b" " * MAX_BYTES)) as port:
        content = WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/").content
    assert content == b" " * MAX_BYTES


def test_the_body_of_a_redirection_is_not_read() -> None:
    given_up = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/feed":
            say(b"[]")(handler)
            return
        handler.send_response(302)
        handler.send_header("Location", "/feed")
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" " * 65536)
        except OSError:
            given_up.set()

    with a_server(answer) as port:
        assert WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/").content == b"[]"
        assert given_up.wait(10)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n[]",
        b"What?\r\n\r\n",
    ],
)
def test_an_answer_that_breaks_off_is_no_usable_answer(answer: bytes) -> None:
    def break_off(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    with a_server(break_off) as port, pytest.raises(FeedUnreachable):
        WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("location", ["http://[::1", "http://a:b/", "//"])
def test_a_redirection_to_no_address_is_refused(location: str) -> None:
    with a_server(say(b"", 302, Location=location)) as port, pytest.raises(FeedRefused):
        WebFeeds([f"127.0.0.1:{port}"]).fetch(f"http://127.0.0.1:{port}/")


def test_a_server_that_drips_is_not_waited_for() -> None:
    over = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not over.wait(0.05):
            try:
                handler.wfile.write(b"X-Slow: 1\r\n")
            except OSError:
                return

    with a_server(answer) as port:
        feeds = WebFeeds([f"127.0.0.1:{port}"], timeout=0.5)
        with pytest.raises(FeedUnreachable):
            feeds.fetch(f"http://127.0.0.1:{port}/")
        over.set()
