"""The keys of alumni, read from its directory of secrets."""

from dataclasses import dataclass
from typing import Self

from alumni.adapters.edge import Edge
from alumni.adapters.sealing import NotifySeal, SecretHashes
from alumni.adapters.tokens import SignedTokens
from chassis.config import MissingSetting, PlatformSettings

KEY_BYTES = 32
PREVIOUS_SIGNING_KEY = "token-signing-key-previous.pem"


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What this service can do because of the keys it holds."""

    edge: Edge
    signer: SignedTokens

    @classmethod
    def read(cls, settings: PlatformSettings) -> Self:
        """Read every key; a missing or malformed one ends the start with its name."""
        return cls(edge=read_edge(settings), signer=_read_signer(settings))


def read_edge(settings: PlatformSettings) -> Edge:
    """Read the keys by which contacts are sealed and found again."""
    return Edge(
        seal=NotifySeal(_hex_key(settings, "notify-public.key")),
        hashes=SecretHashes(_hex_key(settings, "blind-index.key")),
    )


def _read_signer(settings: PlatformSettings) -> SignedTokens:
    has_previous = (settings.secrets_dir / PREVIOUS_SIGNING_KEY).exists()
    previous = settings.secret(PREVIOUS_SIGNING_KEY) if has_previous else None
    try:
        return SignedTokens(settings.secret("token-signing-key.pem"), previous)
    except ValueError as error:
        raise MissingSetting(
            f"alumni cannot start: a token signing key in {settings.secrets_dir} is no Ed25519 key in PEM."
        ) from error


def _hex_key(settings: PlatformSettings, name: str) -> bytes:
    try:
        key = bytes.fromhex(settings.secret(name).decode())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise MissingSetting(
            f"alumni cannot start: {settings.secrets_dir / name} does not hold {KEY_BYTES} bytes in hex."
        )
    return key
