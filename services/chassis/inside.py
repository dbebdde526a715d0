"""The other services of the platform, asked at their inside addresses, which no gateway serves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

CONNECT_TIMEOUT = 2.0
READ_TIMEOUT = 5.0
CONNECTIONS = 8
TIMEOUT = urllib3.Timeout(connect=CONNECT_TIMEOUT, read=READ_TIMEOUT)


class ServiceAway(Exception):
    """A service does not answer, or not yet: try again, nothing is wrong with the work."""


class AnswerRefused(Exception):
    """A service answered what nobody who asks it rightly is answered; a bug on either side."""


ENGINE_ERRORS: tuple[type[Exception], ...] = (ServiceAway,)


class InsideService:
    """One other service; its connections are kept alive and shared by threads."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._pool = urllib3.PoolManager(maxsize=CONNECTIONS, timeout=TIMEOUT, retries=False)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> dict[str, Any] | None:
        """Get a JSON object; None where there is none (404).

        Raises ServiceAway where nothing answers or the answer is 429 or 5xx, AnswerRefused else.
        """
        try:
            answer = self._pool.request("GET", self._address + path, headers=headers, redirect=False)
        except HTTPError as error:
            raise ServiceAway(type(error).__name__) from error
        if answer.status == 404:
            return None
        if answer.status == 429 or answer.status >= 500:
            raise ServiceAway(f"answered {answer.status}")
        if answer.status != 200:
            raise AnswerRefused(f"answered {answer.status}")
        found = json.loads(answer.data)
        if not isinstance(found, dict):
            raise AnswerRefused("no JSON object")
        return found
