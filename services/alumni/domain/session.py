"""A signed-in person's session: a family of refresh tokens of which only the newest counts."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from alumni.domain.errors import RefreshTokenRefused

IDLE_BOUND = timedelta(days=30)


@dataclass(frozen=True)
class RefreshToken:
    """Two opaque parts of 256 bits: one names the family, one is good for a single refresh.

    Only a holder of one of the family's tokens knows the first part, so a right first with a
    wrong second part is an old token come back: no list of the spent ones is needed.
    """

    family: str
    secret: str

    @classmethod
    def draw(cls) -> Self:
        """Draw the first token of a new family."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a token as a client shows it; any text makes one, if only an unknown one."""
        family, _, secret = text.partition(".")
        return cls(family, secret)

    def following(self) -> Self:
        """Draw the next token of the same family."""
        return type(self)(self.family, secrets.token_urlsafe(32))

    def __str__(self) -> str:
        return f"{self.family}.{self.secret}"

    @property
    def family_hash(self) -> str:
        return hashlib.sha256(self.family.encode()).hexdigest()

    @property
    def secret_hash(self) -> str:
        return hashlib.sha256(self.secret.encode()).hexdigest()


@dataclass(kw_only=True)
class Session:
    """A family of refresh tokens; ends by sign-out, by reuse of an old token, or 30 days idle."""

    id: str
    member_id: str
    family_hash: str
    secret_hash: str
    idle_until: datetime
    started_at: datetime
    used_at: datetime
    client: str = ""  # coarse: what a person recognises their own device by
    revoked_at: datetime | None = None

    @classmethod
    def start(
        cls, session_id: str, member_id: str, token: RefreshToken, *, at: datetime, client: str = ""
    ) -> Self:
        """Begin a session with its first token."""
        return cls(
            id=session_id,
            member_id=member_id,
            family_hash=token.family_hash,
            secret_hash=token.secret_hash,
            idle_until=at + IDLE_BOUND,
            started_at=at,
            used_at=at,
            client=client,
        )

    def rotate(self, presented: RefreshToken, following: RefreshToken, *, at: datetime) -> None:
        """Exchange the newest token for the following one; an old token ends the family.

        Raises RefreshTokenRefused in every other case.
        """
        if self.revoked_at or self.idle_until <= at:
            raise RefreshTokenRefused
        if not hmac.compare_digest(self.secret_hash, presented.secret_hash):
            self.revoked_at = at
            raise RefreshTokenRefused
        self.secret_hash, self.used_at = following.secret_hash, at
        self.idle_until = at + IDLE_BOUND

    def revoke(self, *, at: datetime) -> None:
        """End the session; ending it again changes nothing."""
        self.revoked_at = self.revoked_at or at
