"""What to do when somebody else was faster."""

from collections.abc import Callable
from typing import TypeVar

from groups.domain.errors import StaleAggregate

T = TypeVar("T")

ATTEMPTS = 3


def again_when_stale(attempt: Callable[[], T]) -> T:
    """Load, decide and save anew, up to three times in all, when what was loaded had changed meanwhile."""
    for _ in range(ATTEMPTS - 1):
        try:
            return attempt()
        except StaleAggregate:
            continue
    return attempt()
