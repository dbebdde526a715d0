"""Whether this worker was told to end: what would go on for minutes asks, and ends too."""

_told: list[bool] = []


def begin() -> None:
    """Note that the worker ends; called from a signal's handler, so it takes no lock."""
    _told.append(True)


def has_begun() -> bool:
    """Tell whether the worker ends."""
    return bool(_told)
