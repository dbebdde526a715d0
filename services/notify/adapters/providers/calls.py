"""Calls of a provider over HTTP: none is repeated by a library, and every failure has a meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from notify.domain.delivery import Ambiguous, Busy

CONNECT_TIMEOUT = 3.0
READ_TIMEOUT = 10.0
LONGEST_RETRY_AFTER = 300
FORM = "application/x-www-form-urlencoded"

_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)

Answer = urllib3.BaseHTTPResponse


class Calls:
    """Connections to one provider, kept for the next call."""

    def __init__(self, headers: Mapping[str, str], connections: int, read_timeout: float) -> None:
        self.timeout = CONNECT_TIMEOUT + read_timeout
        self._headers = {**urllib3.make_headers(keep_alive=True), **headers}
        self._http = urllib3.PoolManager(
            maxsize=connections,
            timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT, read=read_timeout),
            retries=False,  # A text repeated by a library is a text sent twice.
        )

    def post(self, url: str, body: str, content_type: str) -> Answer | Busy | Ambiguous:
        """Post once. Busy: nobody took it. Ambiguous: somebody may have."""
        headers = {**self._headers, "Content-Type": content_type}
        try:
            return self._http.request("POST", url, body=body, headers=headers)
        except (NewConnectionError, ConnectTimeoutError):
            return Busy()
        except HTTPError:
            return Ambiguous()

    def get(self, url: str) -> Answer | None:
        """Ask; None where nobody answers."""
        try:
            return self._http.request("GET", url, headers=self._headers)
        except HTTPError:
            return None

    def close(self) -> None:
        """Let go of every connection."""
        self._http.clear()


def read_object(answer: Answer) -> dict[str, Any]:
    """Read a JSON object; an empty one for whatever is none."""
    try:
        said = json.loads(answer.data)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def retry_after(answer: Answer) -> timedelta | None:
    """Read after how many seconds the provider wants to be called again, five minutes at the most."""
    seconds = answer.headers.get("Retry-After", "")
    if not (seconds.isascii() and seconds.isdigit()):
        return None
    return timedelta(seconds=min(int(seconds), LONGEST_RETRY_AFTER))


def bounded_code(code: object, status: int) -> str:
    """Give a provider's code where it looks like one, else the status: a sentence may name a number."""
    return str(code) if code and _CODE.fullmatch(str(code)) else str(status)
