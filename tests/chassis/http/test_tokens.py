"""The verifier fetches keys when it must, and no more often; it remembers tokens, and not too many."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from chassis import tokens
from chassis.tokens import KeysUnavailable, TokenRefused, TokenVerifier
from tests.chassis.http import sample


class Keys:
    """A key set that counts how often it is fetched, and can be made to fail or to change."""

    def __init__(self) -> None:
        self.fetched = 0
        self.keys: list[Any] = [sample.public_jwk()]
        self.failure: Exception | None = None
        self.now = 1000.0
        self.before_answer: Callable[[], None] = lambda: None

    def __call__(self) -> dict[str, Any]:
        self.fetched += 1
        self.before_answer()
        if self.failure is not None:
            raise self.failure
        return {"keys": self.keys}


@pytest.fixture
def keys() -> Keys:
    """A key set of one key."""
    return Keys()


@pytest.fixture
def verifier(keys: Keys) -> TokenVerifier:
    """A verifier of that key set, on its clock."""
    return TokenVerifier(fetch=keys, clock=lambda: keys.now)


def test_one_fetch_serves_many_tokens(verifier: TokenVerifier, keys: Keys) -> None:
    for number in range(20):
        assert verifier.verify(sample.token(jti=str(number)))["sub"] == sample.MEMBER

    assert keys.fetched == 1


def test_unknown_key_ids_cannot_hammer_the_key_set(verifier: TokenVerifier, keys: Keys) -> None:
    for number in range(200):
        with pytest.raises(TokenRefused):
            verifier.verify(sample.token(key_id=f"made-up-{number}"))
        keys.now += 0.1

    assert keys.fetched <= 3  # 20 seconds, at most one fetch in 10


def test_a_new_key_is_found_when_it_is_first_used(verifier: TokenVerifier, keys: Keys) -> None:
    verifier.verify(sample.token())
    keys.keys.append(sample.public_jwk(sample.OTHER_KEY, "2026-12"))
    keys.now += tokens.KEYS_MIN_REFRESH_SECONDS
    claims = verifier.verify(sample.token(sample.OTHER_KEY, key_id="2026-12"))

    assert claims["sub"] == sample.MEMBER


def test_a_withdrawn_key_is_forgotten_with_the_key_sets_age(verifier: TokenVerifier, keys: Keys) -> None:
    verifier.verify(sample.token())
    keys.keys = [sample.public_jwk(sample.OTHER_KEY, "2026-12")]
    keys.now += tokens.KEYS_MAX_AGE_SECONDS + 1
    with pytest.raises(TokenRefused):
        verifier.verify(sample.token(jti="another"))


@pytest.mark.parametrize("failure", [OSError("refused"), ValueError("no JSON"), TimeoutError()])
def test_known_keys_stay_in_force_while_the_issuer_is_away(
    verifier: TokenVerifier, keys: Keys, failure: Exception
) -> None:
    verifier.verify(sample.token())
    keys.failure = failure
    keys.now += tokens.KEYS_MAX_AGE_SECONDS + 1
    assert verifier.verify(sample.token(jti="another"))["jti"] == "another"


def test_a_slow_issuer_holds_up_one_request_and_no_other(verifier: TokenVerifier, keys: Keys) -> None:
    verifier.verify(sample.token())
    keys.now += tokens.KEYS_MAX_AGE_SECONDS + 1
    asked, answer = threading.Event(), threading.Event()

    def hang() -> None:
        asked.set()
        answer.wait(10)

    keys.before_answer = hang
    with ThreadPoolExecutor(1) as slow:
        first = slow.submit(verifier.verify, sample.token(jti="first"))
        assert asked.wait(10)
        assert verifier.verify(sample.token(jti="second"))["jti"] == "second"
        answer.set()
        assert first.result(10)["jti"] == "first"


def test_without_any_key_nothing_is_judged_until_the_issuer_answers(
    verifier: TokenVerifier, keys: Keys
) -> None:
    keys.failure = OSError("refused")
    for _ in range(50):
        with pytest.raises(KeysUnavailable):
            verifier.verify(sample.token())
    assert keys.fetched == 1
    keys.failure = None
    keys.now += tokens.FIRST_KEYS_RETRY_SECONDS
    assert verifier.verify(sample.token())["sub"] == sample.MEMBER


def test_remembered_tokens_are_bounded(
    verifier: TokenVerifier, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MAX_REMEMBERED_TOKENS", 5)
    for number in range(12):
        verifier.verify(sample.token(jti=str(number)))

    assert len(verifier._remembered) == 5


def test_keys_of_another_kind_in_the_set_are_passed_over(keys: Keys) -> None:
    keys.keys = [{"kty": "oct", "k": "c2VjcmV0", "kid": sample.KEY_ID}, "rubbish", *keys.keys]

    assert TokenVerifier(fetch=keys).verify(sample.token())["sub"] == sample.MEMBER


def test_a_key_set_can_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(sample.key_set()))

    assert TokenVerifier(path.as_uri()).verify(sample.token())["sub"] == sample.MEMBER


@pytest.mark.parametrize(
    "content", ["[]", "{", "{}", '{"keys": {}}', '{"keys": [{"crv": "Ed25519", "kid": "x"}]}']
)
def test_a_key_set_that_is_none_is_unavailable(tmp_path: Path, content: str) -> None:
    path = tmp_path / "jwks.json"
    path.write_text(content)

    with pytest.raises(KeysUnavailable):
        TokenVerifier(path.as_uri()).verify(sample.token())


@pytest.mark.parametrize("address", ["", "ftp://example.org/jwks.json", "/etc/jwks.json"])
def test_a_key_set_has_an_address_of_a_known_kind(address: str) -> None:
    with pytest.raises(ValueError, match="HAMRAH_JWKS_URL"):
        TokenVerifier(address)
