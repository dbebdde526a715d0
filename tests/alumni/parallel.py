"""The same thing, many times at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from alumni.domain.errors import AlumniError

T = TypeVar("T")


def at_once(count: int, call: Callable[[int], T]) -> list[T | AlumniError]:
    """Run a call in many threads that start together; give what each got, be it a refusal."""
    start = Barrier(count)

    def run(number: int) -> T | AlumniError:
        start.wait(timeout=30)
        try:
            return call(number)
        except AlumniError as error:
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))
