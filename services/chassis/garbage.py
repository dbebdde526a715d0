"""How often a long-lived process looks for garbage in cycles."""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 50_000
"""Python's own 700 makes a relay search its batch a dozen times for cycles that it never makes."""


def collect_seldom() -> None:
    """Take what is loaded by now for permanent, and search the rest for cycles less often.

    To be called once, when a process has imported what it needs and before it works.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 50)
