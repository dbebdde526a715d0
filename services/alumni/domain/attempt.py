"""A one-time code on its way to a contact: ten minutes, five tries, one use."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from alumni.domain.contact import Language, SealedContact
from alumni.domain.errors import CodeExpired, CodeWrong
from alumni.domain.events import CodeRequested

CODE_LIFE = timedelta(minutes=10)
TRIES = 5
DIGITS = 6


def draw_code() -> str:
    """Draw six digits that nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


@dataclass(kw_only=True)
class SignInAttempt:
    """One code for one contact.

    `member_id` is the member who adds the contact to their own; None where the code signs in.
    `code_mac` is a keyed hash of the code, bound to this attempt: the code itself is not kept.
    """

    id: str
    contact: SealedContact
    code_mac: str
    language: Language
    expires_at: datetime
    member_id: str | None = None
    tries_left: int = TRIES
    used_at: datetime | None = None
    events: list[CodeRequested] = field(default_factory=list)

    @classmethod
    def open(
        cls,
        attempt_id: str,
        contact: SealedContact,
        *,
        code_mac: str,
        sealed_code: str,
        language: Language,
        member_id: str | None,
        at: datetime,
    ) -> Self:
        """Start an attempt and ask for its code to be sent."""
        expires_at = at + CODE_LIFE
        sending = CodeRequested(
            attempt_id=attempt_id,
            channel=contact.channel.value,
            sealed_code=sealed_code,
            language=language.value,
            expires_at=expires_at,
        )
        return cls(
            id=attempt_id,
            contact=contact,
            code_mac=code_mac,
            language=language,
            expires_at=expires_at,
            member_id=member_id,
            events=[sending],
        )

    def try_code(self, code_mac: str, *, member_id: str | None, at: datetime) -> None:
        """Use the code up if it is right, else take one of the tries.

        Raises CodeExpired where nothing can be tried any more (used, too old, no try left, or an
        attempt for something else), CodeWrong with the tries that are left.
        """
        if self.member_id != member_id or self.used_at or self.expires_at <= at or self.tries_left == 0:
            raise CodeExpired
        if not hmac.compare_digest(self.code_mac, code_mac):
            self.tries_left -= 1
            raise CodeWrong(self.tries_left)
        self.used_at = at
