"""What the handlers need of the world outside, a file per subject; one test suite binds every adapter."""

from alumni.ports.identity import (
    AccessTokens,
    Allowances,
    Centres,
    KeyedHashes,
    Members,
    Seal,
    Sessions,
    SignInAttempts,
)

__all__ = [
    "AccessTokens",
    "Allowances",
    "Centres",
    "KeyedHashes",
    "Members",
    "Seal",
    "Sessions",
    "SignInAttempts",
]
