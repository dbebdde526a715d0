"""How much a view reads: 64 KiB unless it says otherwise."""

from collections.abc import Callable

from chassis.http.marks import View, mark

DEFAULT_BODY_LIMIT = 64 * 1024


def body_limit(limit: int) -> Callable[[View], View]:
    """Let a view take a body of up to ``limit`` bytes."""

    def decorate(view: View) -> View:
        return mark(view, body_limit=limit)

    return decorate
