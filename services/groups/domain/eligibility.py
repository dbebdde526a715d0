"""Which meetings are known to those alone who may come."""

from groups.domain.group import Kind

DISCREET = (Kind.THERAPY.value, Kind.MENTOR_CIRCLE.value)  # if not everybody may come


def is_discreet(kind: str) -> bool:
    """Tell whether a meeting that somebody may not come to is to look as if there were none."""
    return kind in DISCREET
