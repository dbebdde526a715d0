"""Signing keys: named by their thumbprint, the previous one still published."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from alumni.adapters.tokens import SignedTokens, public_jwk
from chassis.clock import utc_now
from chassis.http import PLATFORM
from chassis.tokens import TokenVerifier
from tests.alumni.keys import signing_pem
from tests.alumni.worlds import in_memory


def test_key_id_is_the_thumbprint_of_rfc_7638_as_rfc_8037_computes_it():
    """RFC 8037, appendices A.2 and A.3."""
    x = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")

    jwk = public_jwk(Ed25519PublicKey.from_public_bytes(x))

    assert jwk["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert jwk["kid"] == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("half", ["private", "public"])
def test_token_of_the_previous_key_is_still_verified(half: str):
    previous, current = signing_pem(), signing_pem()
    world = in_memory()
    world.tokens = SignedTokens(previous)
    world.now = utc_now()
    token = world.sign_in().tokens.access_token
    public = load_pem_private_key(previous, None).public_key()
    kept = (
        previous
        if half == "private"
        else public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )

    rotated = SignedTokens(current, kept)

    assert len(rotated.jwks()["keys"]) == 2
    assert TokenVerifier(fetch=rotated.jwks).verify(token)["sid"]


def test_published_keys_hold_no_private_half():
    assert all("d" not in key for key in SignedTokens(signing_pem(), signing_pem()).jwks()["keys"])


def test_key_of_another_kind_is_refused():
    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    with pytest.raises(ValueError, match="Ed25519"):
        SignedTokens(pem)


def test_the_platforms_own_token_lets_nobody_in_as_a_person():
    keys = SignedTokens(signing_pem())

    claims = TokenVerifier(fetch=keys.jwks).verify(keys.issue_to_platform(at=utc_now()))

    assert claims["roles"] == [PLATFORM]
    assert claims["exp"] - claims["iat"] == 15 * 60
