"""An invitation to join: a short code on paper, good once and for a while."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

# Crockford's base 32 has no I, L, O and U: https://www.crockford.com/base32.html
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DRAWN = 9  # characters, of 5 bits each; one more checks them
LONGEST_LIFE = timedelta(days=90)
MOST_AT_ONCE = 200
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})


def draw_code() -> str:
    """Draw a code that nobody can foresee, with its check character."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(DRAWN))
    return drawn + _check(drawn)


def read_code(text: str) -> str | None:
    """Read a code as a person types it; None where it was mistyped.

    One wrong character, and two neighbours that changed places, are noticed (Luhn's sum to base 32,
    but for 0 and Z).
    """
    code = text.upper().translate(_READ_AS)
    whole = len(code) == DRAWN + 1 and set(code) <= set(ALPHABET)
    return code if whole and _check(code[:-1]) == code[-1] else None


def written_code(code: str) -> str:
    """Write a code as it stands on paper."""
    half = (DRAWN + 1) // 2
    return f"{code[:half]}-{code[half:]}"


def _check(drawn: str) -> str:
    base, total = len(ALPHABET), 0
    for place, character in enumerate(reversed(drawn)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]


class InvitationState(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(kw_only=True)
class Invitation:
    """One code for one person; only its keyed hash is kept.

    A centre's invitation (`centre_id`) makes the centre the home centre of whoever uses it; a
    mentor's invitation leaves that open.
    """

    id: str
    code_hash: str
    centre_id: str | None
    invited_by: str
    made_at: datetime
    expires_at: datetime
    used_by: str | None = None
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None
    discharged_on: date | None = None  # of whom a centre invites

    def is_good_for(self, member_id: str | None, at: datetime) -> bool:
        """Tell whether it can be used; by whom it was used, it may be used again to the same end."""
        return (
            self.withdrawn_at is None
            and self.expires_at > at
            and (self.used_at is None or self.used_by == member_id is not None)
        )

    def state(self, at: datetime) -> InvitationState:
        """Say what has become of it."""
        if self.used_at:
            return InvitationState.USED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.OPEN if self.expires_at > at else InvitationState.EXPIRED
