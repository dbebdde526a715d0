"""Feeds on the web, fetched so that nobody can make this service visit its own network.

An address that a person names is resolved once; every address it resolves to must be public, and the
connection goes to the very address that was checked. A redirection is an address like any other.
"""

import queue
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from groups.domain.errors import FeedInvalid, FeedRefused, FeedUnreachable
from groups.domain.feeds.text import MAX_BYTES
from groups.domain.source import UNKNOWN, Fetched, Validators

TIMEOUT = 10.0  # seconds for everything together
MAX_REDIRECTS = 3

_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_WEB_PORTS = {80, 443, 8080, 8443}  # so that nobody talks to a mail server through us
_NOT_MODIFIED = 304
_VALIDATOR = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,199}")
# RFC 4291 section 2.4. Outside of it are the ways to write an inner IPv4 address as an IPv6 one.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_HEADERS = {
    "Accept": "application/json, text/calendar, text/csv, */*;q=0.1",
    "Accept-Encoding": "identity",
    "User-Agent": "Hamrah (meeting import)",
}

Resolve = Callable[[str, int], Iterable[str]]


def resolve(host: str, port: int) -> list[str]:
    """Look up the addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


class WebFeeds:
    """The Feeds port over HTTP; `allowed_hosts` ("host:port") may have private addresses."""

    def __init__(
        self, allowed_hosts: Iterable[str] = (), *, timeout: float = TIMEOUT, resolve: Resolve = resolve
    ) -> None:
        self._allowed_hosts = frozenset(allowed_hosts)
        self._timeout = timeout
        self._resolve = resolve

    def check(self, url: str) -> None:
        """Refuse an address that would not be visited; at every visit it is asked again."""
        parts, port = _parsed(url)
        self._checked_address(str(parts.hostname), port)

    def fetch(self, url: str, known: Validators = UNKNOWN) -> Fetched:
        """Give the content at an address within the time, however slowly its server drips.

        A server that says that its feed is what is known gives none.

        Raises FeedRefused, FeedUnreachable, or FeedInvalid for a feed beyond 5 MiB.
        """
        outcome: queue.SimpleQueue[Fetched | Exception] = queue.SimpleQueue()
        deadline = time.monotonic() + self._timeout

        def work() -> None:
            try:
                outcome.put(self._follow(url, known, deadline))
            except Exception as error:  # noqa: BLE001 - raised again below, where the caller waits
                outcome.put(error)

        threading.Thread(target=work, name="feed", daemon=True).start()
        try:
            result = outcome.get(timeout=self._timeout)
        except queue.Empty:
            raise FeedUnreachable("The feed's server took too long.") from None
        if isinstance(result, Exception):
            raise result
        return result

    def _follow(self, url: str, known: Validators, deadline: float) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            with self._visit(url, known, deadline) as answer:
                location = answer.headers.get("Location")
                if answer.status_code in _REDIRECTS and location:
                    url = _joined(url, location)
                    continue
                if answer.status_code == _NOT_MODIFIED and known != UNKNOWN:
                    return Fetched(content=None, validators=known)
                if answer.status_code != 200:
                    raise FeedUnreachable(f"The feed's server answered {answer.status_code}.")
                return Fetched(content=_content(answer, deadline), validators=_validators(answer))
        raise FeedRefused("The feed's address is redirected too often.")

    @contextmanager
    def _visit(self, url: str, known: Validators, deadline: float) -> Iterator[requests.Response]:
        parts, port = _parsed(url)
        address = self._checked_address(str(parts.hostname), port)
        # Without a session: that would use this machine's proxies and netrc, and read the whole body of a
        # redirection, however large.
        remaining = max(deadline - time.monotonic(), 0.1)
        try:
            request = requests.Request("GET", url, headers=_HEADERS | _conditions(known)).prepare()
            with (
                closing(_PinnedAdapter(address)) as adapter,
                adapter.send(request, stream=True, timeout=remaining) as answer,
            ):
                yield answer
        except (requests.RequestException, HTTPError):
            raise FeedUnreachable("The feed's server gave no usable answer.") from None

    def _checked_address(self, host: str, port: int) -> str:
        """Resolve a host to an address that this service may visit."""
        try:
            addresses = list(self._resolve(host, port))
        except (OSError, UnicodeError):
            raise FeedUnreachable("The feed's host is not known.") from None
        if not addresses:
            raise FeedUnreachable("The feed's host has no address.")
        if f"{host}:{port}" in self._allowed_hosts:
            return addresses[0]
        if not all(map(_is_public, addresses)):
            raise FeedRefused("The feed's host is not on the public internet.")
        if port not in _WEB_PORTS:
            raise FeedRefused("A feed is served on a port of the web.")
        return addresses[0]


class _PinnedAdapter(HTTPAdapter):
    """Connects to one address, whatever the name in the URL resolves to by now."""

    def __init__(self, address: str) -> None:
        super().__init__(max_retries=0)
        self._address = f"[{address}]" if ":" in address else address

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send to the address, with the name in the Host header and in the TLS handshake."""
        parts = urlsplit(str(request.url))
        request.headers["Host"] = parts.netloc
        if parts.scheme == "https":
            names = {"server_hostname": parts.hostname, "assert_hostname": parts.hostname}
            self.poolmanager.connection_pool_kw.update(names)
        port = f":{parts.port}" if parts.port else ""
        request.url = parts._replace(netloc=self._address + port).geturl()
        return super().send(request, *args, **kwargs)


def _parsed(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise FeedRefused("This is no address of a feed.") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise FeedRefused("A feed's address begins with https:// or http://.")
    if "@" in parts.netloc:
        raise FeedRefused("A feed's address carries no user name.")
    return parts, port


def _conditions(known: Validators) -> dict[str, str]:
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in named.items() if value}


def _validators(answer: requests.Response) -> Validators:
    given = (answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
    etag, last_modified = (value if _VALIDATOR.fullmatch(value) else None for value in given)
    return Validators(etag=etag, last_modified=last_modified)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise FeedRefused("The feed is redirected to no address.") from None


def _content(answer: requests.Response, deadline: float) -> bytes:
    content = bytearray()
    while chunk := answer.raw.read1(_CHUNK, decode_content=False):
        content += chunk
        if len(content) > MAX_BYTES:
            raise FeedInvalid(f"The feed is larger than {MAX_BYTES // 1024**2} MiB.")
        if time.monotonic() > deadline:
            raise FeedUnreachable("The feed's server took too long.")
    return bytes(content)


def _is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet, and not another one in disguise."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if not found.is_global or found.is_multicast:
        return False
    if isinstance(found, IPv6Address):
        return found in _GLOBAL_UNICAST and found.sixtofour is None and found.teredo is None
    return True
