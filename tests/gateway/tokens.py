"""Access tokens for these tests, true and forged."""

import base64
import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_ID = "test-key"


def claims(**changes: Any) -> dict[str, Any]:
    """The claims of a good token, with some changed."""
    now = int(time.time())
    good = {"iss": "hamrah-alumni", "aud": "hamrah", "sub": "a" * 32, "iat": now, "exp": now + 900}
    return {**good, **changes}


def signed(key: Ed25519PrivateKey, **changes: Any) -> str:
    """A token with these claims, signed by this key."""
    return jwt.encode(claims(**changes), key, algorithm="EdDSA", headers={"kid": KEY_ID})


def unsigned() -> str:
    """A token that claims to need no signature (`alg: none`)."""
    parts = ({"alg": "none", "typ": "JWT", "kid": KEY_ID}, claims())
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, ""])


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}
