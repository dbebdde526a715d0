"""Keys of partner systems, for those who manage them."""

from typing import Any

from alumni.domain.api_key import ApiKey
from alumni.domain.centre import Centre


def api_key(key: ApiKey) -> dict[str, Any]:
    """Show a key without anything of its secrets."""
    return {
        "id": key.id,
        "label": key.label,
        "scopes": sorted(key.scopes),
        "created_at": key.created_at,
        "expires_on": key.expires_on,
        "last_used_on": key.last_used_on,
        "previous_until": key.previous_until,
    }


def own_centre(centre: Centre) -> dict[str, Any]:
    """Show a system the centre for which it acts, as the directory has it."""
    return {"id": centre.id, "name": centre.name, "city": centre.city, "state": centre.state}
