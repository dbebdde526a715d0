"""Access tokens: JWTs signed with Ed25519, and the public keys by which others check them."""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from alumni.domain.api_key import ApiKey
from alumni.domain.member import Member
from chassis.http import PARTNER_SYSTEM, PLATFORM
from chassis.ids import new_id

SERVICE = "alumni"
ISSUER = f"hamrah-{SERVICE}"
AUDIENCE = "hamrah"
ACCESS_LIFE = timedelta(minutes=15)


class SignedTokens:
    """Issues tokens with the current key, and publishes it beside the previous one."""

    def __init__(self, current: bytes, previous: bytes | None = None) -> None:
        """Take the PEM of the current private key, and of the previous key, private or public."""
        self._key = _private_key(current)
        public_keys = [self._key.public_key()]
        if previous is not None:
            public_keys.append(_public_key(previous))
        self._jwks = {"keys": [public_jwk(key) for key in public_keys]}
        self._kid: str = self._jwks["keys"][0]["kid"]

    def issue(self, member: Member, session_id: str, *, at: datetime) -> str:
        """Sign a token of 15 minutes."""
        claims = {**_frame(member.id, at), "sid": session_id, "roles": sorted(member.roles)}
        if member.centre_id:
            claims["centre"] = member.centre_id
        return self._signed(claims)

    def issue_to_system(self, key: ApiKey, *, at: datetime) -> str:
        """Sign a token of 15 minutes for a partner system."""
        claims = {**_frame(key.id, at), "sid": key.id, "roles": [PARTNER_SYSTEM], "centre": key.centre_id}
        return self._signed({**claims, "scopes": sorted(key.scopes)})

    def issue_to_platform(self, *, at: datetime) -> str:
        """Sign a token of 15 minutes for this service, when it asks another one for an export."""
        return self._signed({**_frame(SERVICE, at), "sid": SERVICE, "roles": [PLATFORM]})

    def _signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": self._kid})

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """Give the public keys as a JWK Set (RFC 7517), the current one first."""
        return self._jwks


def _frame(subject: str, at: datetime) -> dict[str, Any]:
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": subject,
        "iat": int(at.timestamp()),
        "exp": int((at + ACCESS_LIFE).timestamp()),
        "jti": new_id(),
    }


def public_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """Write a public key as a JWK (RFC 8037) whose `kid` is its thumbprint (RFC 7638)."""
    x = _base64url(key.public_bytes(Encoding.Raw, PublicFormat.Raw))
    members = {"crv": "Ed25519", "kty": "OKP", "x": x}
    thumbprint = hashlib.sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode())
    return {**members, "kid": _base64url(thumbprint.digest()), "use": "sig", "alg": "EdDSA"}


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _private_key(pem: bytes) -> Ed25519PrivateKey:
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("the signing key is not an Ed25519 key")
    return key


def _public_key(pem: bytes) -> Ed25519PublicKey:
    if b"PRIVATE KEY" in pem:
        return _private_key(pem).public_key()
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("the previous signing key is not an Ed25519 key")
    return key
