"""Waiting in tests: for a condition, with a deadline; the only place that sleeps."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_BETWEEN_LOOKS = 0.02


def eventually(check: Callable[[], T], within: float = 10.0) -> T:
    """Return the check's first truthy value; AssertionError after `within` seconds.

    A check may also raise until its condition holds; the error names the last value or exception.
    """
    deadline = time.monotonic() + within
    while True:
        last: object
        try:
            value = check()
            if value:
                return value
            last = value
        except Exception as failure:  # noqa: BLE001 - reported below when time is up
            last = failure
        if time.monotonic() > deadline:
            cause = last if isinstance(last, BaseException) else None
            raise AssertionError(f"not within {within:g} s; last: {last!r}") from cause
        threading.Event().wait(_BETWEEN_LOOKS)
