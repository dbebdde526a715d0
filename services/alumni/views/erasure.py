"""How far an erasure is, for the one who goes."""

from typing import Any

from alumni.domain.erasure import Erasure


def erasure(found: Erasure) -> dict[str, Any]:
    """Show an erasure: counts and times."""
    return {
        "id": found.id,
        "state": found.state,
        "asked_at": found.asked_at,
        "due_at": found.due_at,
        "closed_at": found.closed_at,
        "answers": [vars(each) for each in found.answers],
    }
