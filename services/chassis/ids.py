"""Identifiers: 32 lowercase hexadecimal digits, random or derived."""

from __future__ import annotations

import hashlib
import uuid

ID_PATTERN = r"^[0-9a-f]{32}$"


def new_id() -> str:
    """Give an identifier that nobody has used."""
    return uuid.uuid4().hex


def derived_id(*parts: str) -> str:
    """Give the same identifier for the same parts, in this order, every time."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]
