"""The keys of the platform: made where they are missing, readable by their owner only."""

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from nacl.public import PrivateKey

OWNERS = ("alumni", "groups", "notify", "web", "sandbox")
# What notify shares with the world outside, in whose place the sandbox is: providers of texts, a mailbox.
PROVIDERS_SECRETS = (
    "sms-auth-token",
    "msg91-authkey",
    "msg91-webhook-token",
    "exotel-token",
    "exotel-webhook-token",
    "bounces-password",
)
DEVELOPMENT = "DEVELOPMENT"
_WARNING = b"Generated for development on one machine; production refuses to start with these keys.\n"

CERTIFICATE_LIFE = timedelta(days=3653)
_FOR_DOCUMENTS = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def generate(directory: Path, development: bool = False) -> list[Path]:
    """Make every missing secret below `directory`, one folder a service; return the files made.

    What exists stays as it is, so a repeated call changes nothing. With `development` every
    folder that gets a key is marked, and a service in production refuses it.
    """
    made: list[Path] = []

    def make(file: Path, content: Callable[[], bytes]) -> None:
        if development and not file.exists():
            # Marked first, so that nothing that fails in between leaves a key without its mark.
            _once(file.with_name(DEVELOPMENT), lambda: _WARNING)
        made.extend(_once(file, content))

    for owner in OWNERS:
        _private_directory(directory / owner)
    make(directory / "alumni" / "token-signing-key.pem", _signing_key)
    make(directory / "alumni" / "blind-index.key", lambda: secrets.token_hex(32).encode())
    make(directory / "groups" / "code.key", lambda: secrets.token_hex(32).encode())
    key = directory / "groups" / "certificate-key.pem"
    make(key, _certificate_key)
    make(directory / "groups" / "certificate.pem", lambda: _certificate(key))
    private = directory / "notify" / "notify-private.key"
    make(private, lambda: bytes(PrivateKey.generate()).hex().encode())
    make(directory / "alumni" / "notify-public.key", lambda: _public_half(private))
    make(directory / "notify" / "number-index.key", lambda: secrets.token_hex(32).encode())
    make(directory / "notify" / "link.key", lambda: secrets.token_hex(32).encode())
    make(directory / "notify" / "webhook-links.key", lambda: secrets.token_hex(32).encode())
    for name in PROVIDERS_SECRETS:
        shared = directory / "notify" / name
        make(shared, lambda: secrets.token_hex(16).encode())
        make(directory / "sandbox" / name, shared.read_bytes)
    return made


def _private_directory(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for each in (directory.parent, directory):
        each.chmod(0o700)


def _once(file: Path, content: Callable[[], bytes]) -> list[Path]:
    """Write the file unless it exists; never readable by others, not even for a moment."""
    if file.exists():
        return []
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content())
    draft.rename(file)
    return [file]


def _signing_key() -> bytes:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate(key_file: Path) -> bytes:
    """Sign the certificate of a key with itself: nobody but its owner stands behind it."""
    key = load_pem_private_key(key_file.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{key_file} holds no key of an elliptic curve")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Hamrah certificates of attendance")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + CERTIFICATE_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_FOR_DOCUMENTS, critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def _public_half(private: Path) -> bytes:
    key = PrivateKey(bytes.fromhex(private.read_text().strip()))
    return bytes(key.public_key).hex().encode()
