"""Feeds on the web, fetched from where the chassis lets a service go."""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import requests

from chassis.outside import AddressRefused, AddressUnreachable, Outside, Resolve, resolve, within
from groups.domain.errors import FeedInvalid, FeedRefused, FeedUnreachable
from groups.domain.feeds.text import MAX_BYTES
from groups.domain.source import UNKNOWN, Fetched, Validators

TIMEOUT = 10.0  # seconds for everything together
MAX_REDIRECTS = 3

_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 64 * 1024
_NOT_MODIFIED = 304
_VALIDATOR = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,199}")
_HEADERS = {
    "Accept": "application/json, text/calendar, text/csv, */*;q=0.1",
    "Accept-Encoding": "identity",
    "User-Agent": "Hamrah (meeting import)",
}


class WebFeeds:
    """The Feeds port over HTTP; `allowed_hosts` ("host:port") may have private addresses."""

    def __init__(
        self, allowed_hosts: Iterable[str] = (), *, timeout: float = TIMEOUT, resolve: Resolve = resolve
    ) -> None:
        self._outside = Outside(allowed_hosts, resolve=resolve)
        self._timeout = timeout

    def check(self, url: str) -> None:
        """Refuse an address that would not be visited; at every visit it is asked again."""
        with _in_words_of_feeds():
            self._outside.check(url)

    def fetch(self, url: str, known: Validators = UNKNOWN) -> Fetched:
        """Give the content at an address within the time, however slowly its server drips.

        A server that says that its feed is what is known gives none.

        Raises FeedRefused, FeedUnreachable, or FeedInvalid for a feed beyond 5 MiB.
        """
        deadline = time.monotonic() + self._timeout
        with _in_words_of_feeds():
            return within(self._timeout, lambda: self._follow(url, known, deadline))

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
        remaining = max(deadline - time.monotonic(), 0.1)
        headers = _HEADERS | _conditions(known)
        with self._outside.visit("GET", url, headers=headers, timeout=remaining) as answer:
            yield answer


@contextmanager
def _in_words_of_feeds() -> Iterator[None]:
    try:
        yield
    except AddressRefused as refusal:
        raise FeedRefused(f"The feed's address {refusal}.") from None
    except AddressUnreachable as failure:
        raise FeedUnreachable(f"The feed's address {failure}.") from None


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
