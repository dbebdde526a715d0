"""How far an export is, for its member."""

from typing import Any

from alumni.domain.export import Export


def export(found: Export) -> dict[str, Any]:
    """Show an export and its progress."""
    return {
        "id": found.id,
        "state": found.state,
        "asked_at": found.asked_at,
        "ready_at": found.ready_at,
        "expires_at": found.expires_at,
        **vars(found.progress),
    }
