"""A member's own calendar at a secret address: whoever has it can read it, so it can be withdrawn."""

import hashlib
import secrets
from datetime import datetime

from groups.ports import Calendars

TOKEN_BYTES = 32


def open_calendar(member_id: str, calendars: Calendars, at: datetime) -> str:
    """Give a member a new secret address; the one before ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    calendars.keep(member_id, digest_of(token), at)
    return token


def close_calendar(member_id: str, calendars: Calendars) -> None:
    """Withdraw a member's address; without one, nothing happens."""
    calendars.drop(member_id)


def digest_of(token: str) -> str:
    """Give what is stored of an address: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
