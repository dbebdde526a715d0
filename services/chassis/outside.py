"""Addresses that a person names, visited so that nobody can make a service visit its own network.

A host is resolved once for a visit; every address that it resolves to must be public, and the connection goes
to the very address that was checked, whatever the name resolves to a moment later. A redirection is an
address like any other: it is given back, and not followed.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

T = TypeVar("T")
Resolve = Callable[[str, int], Iterable[str]]

_PORTS = {"http": 80, "https": 443}
_WEB_PORTS = {80, 443, 8080, 8443}  # so that nobody talks to a mail server through us
# RFC 4291 section 2.4. Outside of it are the ways to write an inner IPv4 address as an IPv6 one.
_GLOBAL_UNICAST = IPv6Network("2000::/3")


class AddressRefused(Exception):
    """The address is none that would be visited; the argument says why, as the end of a sentence."""


class AddressUnreachable(Exception):
    """Nothing usable answers there, at least now; the argument says why, as the end of a sentence."""


def resolve(host: str, port: int) -> list[str]:
    """Look up the addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


class Outside:
    """The web outside; `allowed_hosts` ("host:port") may have private addresses.

    With `only_https`, these hosts alone may be visited without TLS.
    """

    def __init__(
        self,
        allowed_hosts: Iterable[str] = (),
        *,
        only_https: bool = False,
        resolve: Resolve = resolve,
    ) -> None:
        self._allowed_hosts = frozenset(allowed_hosts)
        self._only_https = only_https
        self._resolve = resolve

    def check(self, url: str) -> None:
        """Refuse an address that would not be visited; at every visit it is asked again.

        Raises AddressRefused, AddressUnreachable.
        """
        parts, port = self._parsed(url)
        self._checked_address(str(parts.hostname), port)

    @contextmanager
    def visit(
        self, method: str, url: str, *, headers: Mapping[str, str], timeout: float, body: bytes | None = None
    ) -> Iterator[requests.Response]:
        """Send a request to an address that was checked just now; the body of the answer is not read yet.

        `timeout` is in seconds, for each step. Raises AddressRefused, AddressUnreachable.
        """
        parts, port = self._parsed(url)
        address = self._checked_address(str(parts.hostname), port)
        # Without a session: that would use this machine's proxies and netrc, and read the whole body of a
        # redirection, however large.
        try:
            request = requests.Request(method, url, headers=dict(headers), data=body).prepare()
            with (
                closing(_PinnedAdapter(address)) as adapter,
                adapter.send(request, stream=True, timeout=timeout) as answer,
            ):
                yield answer
        except (requests.RequestException, HTTPError):
            raise AddressUnreachable("gave no usable answer") from None

    def _parsed(self, url: str) -> tuple[SplitResult, int]:
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError:
            raise AddressRefused("is malformed") from None
        if parts.scheme not in _PORTS or not parts.hostname:
            raise AddressRefused("does not begin with https:// or http://")
        if "@" in parts.netloc:
            raise AddressRefused("carries a user name")
        allowed = f"{parts.hostname}:{port}" in self._allowed_hosts
        if self._only_https and parts.scheme != "https" and not allowed:
            raise AddressRefused("does not begin with https://")
        return parts, port

    def _checked_address(self, host: str, port: int) -> str:
        """Resolve a host to an address that this service may visit."""
        try:
            addresses = list(self._resolve(host, port))
        except (OSError, UnicodeError):
            raise AddressUnreachable("has a host that is not known") from None
        if not addresses:
            raise AddressUnreachable("has a host without an address")
        if f"{host}:{port}" in self._allowed_hosts:
            return addresses[0]
        if not all(map(is_public, addresses)):
            raise AddressRefused("has a host that is not on the public internet")
        if port not in _WEB_PORTS:
            raise AddressRefused("has a port that is not one of the web")
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


def within(seconds: float, work: Callable[[], T]) -> T:
    """Do the work within the time, however slowly a server drips; raises AddressUnreachable after it."""
    outcome: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put((work(), None))
        except Exception as error:  # noqa: BLE001 - raised again below, where the caller waits
            outcome.put((None, error))

    threading.Thread(target=run, name="outside", daemon=True).start()
    try:
        result, error = outcome.get(timeout=seconds)
    except queue.Empty:
        raise AddressUnreachable("took too long") from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # Without an error there is a result.


def is_public(address: str) -> bool:
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
