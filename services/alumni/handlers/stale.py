"""What to do when somebody else was faster."""

from collections.abc import Callable
from typing import TypeVar

from alumni.domain.errors import StaleAggregate

T = TypeVar("T")

TRIES = 4  # the first and three more


def again_when_stale(attempt: Callable[[], T]) -> T:
    """Load, decide and save anew where what was loaded had changed meanwhile, three times."""
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except StaleAggregate:
            continue
    return attempt()
