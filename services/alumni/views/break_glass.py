"""Wishes to open a contact: for the second person, and for the member."""

from typing import Any

from alumni.domain.break_glass import CONFIRMED_WITHIN, SHOWN_WITHIN, Glass


def glass(found: Glass) -> dict[str, Any]:
    """Show a wish."""
    return {
        "id": found.id,
        "member_id": found.member_id,
        "centre_id": found.centre_id,
        "asked_by": found.asked_by,
        "reason": found.reason,
        "channels": found.channels,
        "asked_at": found.asked_at,
        "confirm_by": found.asked_at + CONFIRMED_WITHIN,
        "confirmed_by": found.confirmed_by,
        "opened_at": found.opened_at,
        "until": found.opened_at + SHOWN_WITHIN if found.opened_at else None,
    }
