"""Access tokens: EdDSA only, verified with the published keys, remembered until they expire."""

import json
import time
import urllib.request
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import jwt

ALGORITHM = "EdDSA"
ISSUER = "hamrah-alumni"
AUDIENCE = "hamrah"
REQUIRED_CLAIMS = ("exp", "iat", "sub", "iss", "aud")

MAX_TOKEN_LENGTH = 4096
MAX_REMEMBERED_TOKENS = 20_000
MAX_KEY_SET_BYTES = 64 * 1024

KEYS_MAX_AGE_SECONDS = 300.0
KEYS_MIN_REFRESH_SECONDS = 10.0
"""However many unknown key ids come, the key set is fetched at most this often."""
FIRST_KEYS_RETRY_SECONDS = 1.0
FETCH_TIMEOUT_SECONDS = 3.0

KeySetDocument = Mapping[str, Any]


class TokenRefused(Exception):
    """The token is not accepted; ``reason`` is ``token-expired`` or ``token-refused``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeysUnavailable(Exception):
    """No key set is known and none can be fetched, so that no token can be judged."""


class KeySet:
    """The issuer's public keys by key id, fetched when needed and at most every few seconds.

    A key set that cannot be fetched again leaves the known one in force.
    """

    def __init__(self, fetch: Callable[[], KeySetDocument], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._lock = Lock()

    def key(self, key_id: str) -> jwt.PyJWK | None:
        """Find a key by its id; fetch the set when the id is unknown or the set is old."""
        found = self._keys.get(key_id)
        if found is None or self._clock() - self._fetched_at > KEYS_MAX_AGE_SECONDS:
            self._refresh()
            found = self._keys.get(key_id)
        if not self._keys:
            raise KeysUnavailable
        return found

    def _refresh(self) -> None:
        # Who waits for a first key waits; while keys are known, one request fetches and the others go on.
        if not self._lock.acquire(blocking=not self._keys):
            return
        try:
            self._fetch_if_due(self._clock())
        finally:
            self._lock.release()

    def _fetch_if_due(self, now: float) -> None:
        interval = KEYS_MIN_REFRESH_SECONDS if self._keys else FIRST_KEYS_RETRY_SECONDS
        if now - self._tried_at < interval:
            return
        self._tried_at = now
        try:
            self._keys = _signing_keys(self._fetch())
        except (OSError, ValueError, jwt.PyJWTError) as error:
            if not self._keys:
                raise KeysUnavailable from error
        else:
            self._fetched_at = now


class TokenVerifier:
    """Verifies access tokens with the keys at a JWKS address (``http``, ``https`` or ``file``).

    ``fetch`` replaces the address where the keys are at hand, as in the service that signs.
    """

    def __init__(
        self,
        jwks_url: str = "",
        *,
        fetch: Callable[[], KeySetDocument] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keys = KeySet(fetch or _fetch_from(jwks_url), clock)
        self._remembered: OrderedDict[bytes, Mapping[str, Any]] = OrderedDict()

    def verify(self, token: str) -> Mapping[str, Any]:
        """Return the claims of a good token; raise TokenRefused otherwise.

        A token that was verified once is not verified again until it expires.
        """
        if len(token) > MAX_TOKEN_LENGTH or not token.isascii():
            raise TokenRefused("token-refused")
        digest = sha256(token.encode("ascii")).digest()
        claims = self._remembered.get(digest)
        if claims is None:
            claims = self._decode(token)
            self._remember(digest, claims)
        elif claims["exp"] <= time.time():
            self._remembered.pop(digest, None)
            raise TokenRefused("token-expired")
        return claims

    def _decode(self, token: str) -> Mapping[str, Any]:
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
            key = self._keys.key(key_id) if isinstance(key_id, str) else None
            if key is None:
                raise TokenRefused("token-refused")
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=AUDIENCE,
                # Clocks of two machines differ: a token from "the future" by iat harms nobody.
                options={"require": list(REQUIRED_CLAIMS), "verify_iat": False},
            )
        except jwt.ExpiredSignatureError:
            raise TokenRefused("token-expired") from None
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
            raise TokenRefused("token-refused") from None
        return claims

    def _remember(self, digest: bytes, claims: Mapping[str, Any]) -> None:
        """Remember a token; the one verified longest ago makes room."""
        self._remembered[digest] = claims
        while len(self._remembered) > MAX_REMEMBERED_TOKENS:
            self._remembered.popitem(last=False)


def _signing_keys(document: KeySetDocument) -> dict[str, jwt.PyJWK]:
    """Keep the Ed25519 keys that name themselves; anything else in the set is not ours to use."""
    keys = document.get("keys")
    if not isinstance(keys, list):
        raise ValueError("A key set without a list of keys")
    usable = [each for each in keys if isinstance(each, dict) and each.get("crv") == "Ed25519"]
    return {each["kid"]: jwt.PyJWK(each, ALGORITHM) for each in usable if isinstance(each.get("kid"), str)}


def _fetch_from(url: str) -> Callable[[], KeySetDocument]:
    if urlsplit(url).scheme not in {"http", "https", "file"}:
        raise ValueError("HAMRAH_JWKS_URL is an http, https or file address")

    def fetch() -> KeySetDocument:
        with urllib.request.urlopen(url, timeout=FETCH_TIMEOUT_SECONDS) as answer:  # noqa: S310 - checked above
            document = json.loads(answer.read(MAX_KEY_SET_BYTES))
        if not isinstance(document, dict):
            raise ValueError("A key set that is no JSON object")
        return document

    return fetch
