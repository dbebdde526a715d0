"""A long-lived process searches for cycles seldom, and still finds them."""

import gc
import weakref

from chassis.garbage import YOUNG_OBJECTS, collect_seldom


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.own = self


def test_cycles_are_searched_for_less_often_and_still_found():
    before = gc.get_threshold()
    try:
        collect_seldom()
        assert gc.get_threshold()[0] == YOUNG_OBJECTS
        assert gc.get_freeze_count() > 0

        knot = weakref.ref(Knot())
        kept = [[] for _ in range(2 * YOUNG_OBJECTS)]

        assert knot() is None
        assert len(kept) == 2 * YOUNG_OBJECTS
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
