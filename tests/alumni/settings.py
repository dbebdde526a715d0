"""The settings and secrets of alumni as a process finds them."""

from collections.abc import Mapping
from pathlib import Path

from nacl.encoding import HexEncoder

from tests.alumni.keys import NOTIFY_KEY, signing_pem


def write_secrets(directory: Path) -> None:
    """Write the three keys of alumni."""
    directory.mkdir(exist_ok=True)
    (directory / "token-signing-key.pem").write_bytes(signing_pem())
    (directory / "blind-index.key").write_text(bytes(range(32)).hex() + "\n")
    (directory / "notify-public.key").write_bytes(NOTIFY_KEY.public_key.encode(HexEncoder))


def environment(directory: Path, mongodb_uri: str, database: str, kafka: str = "") -> Mapping[str, str]:
    """Name where everything is."""
    write_secrets(directory)
    return {
        "HAMRAH_ENVIRONMENT": "development",
        "HAMRAH_MONGODB_URI": mongodb_uri,
        "HAMRAH_DATABASE": database,
        "HAMRAH_KAFKA_BOOTSTRAP": kafka,
        "HAMRAH_JWKS_URL": "http://127.0.0.1:9/jwks.json",
        "HAMRAH_PUBLIC_URL": "http://127.0.0.1:8080",
        "HAMRAH_SECRETS_DIR": str(directory),
        "HAMRAH_GROUPS_URL": "http://127.0.0.1:9",
        "HAMRAH_NOTIFY_URL": "http://127.0.0.1:9",
    }
