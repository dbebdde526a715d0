"""Settings that every process of the platform shares, read once from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from environs import Env

DEVELOPMENT_MARKER = "DEVELOPMENT"
ENVIRONMENTS = ("development", "production")


class MissingSetting(SystemExit):
    """A setting or a secret is missing or wrong: the start ends with one sentence and exit code 1."""


def environment_reader() -> Env:
    """Give the reader of `HAMRAH_...` variables, whose errors name the variable."""
    from environs import Env

    return Env(prefix="HAMRAH_")


@dataclass(frozen=True, kw_only=True)
class PlatformSettings:
    """What any process needs to find the engines, the keys and itself."""

    service: str
    environment: str
    mongodb_uri: str
    database: str
    kafka_bootstrap: str
    jwks_url: str
    public_url: str
    secrets_dir: Path
    log_level: str
    metrics_port: int | None
    metrics_host: str = "127.0.0.1"

    @classmethod
    def from_env(cls, service: str) -> Self:
        """Read the settings of one service; a missing or malformed one ends the start with its name."""
        from environs import EnvError

        try:
            settings = cls._read(environment_reader(), service)
        except EnvError as error:
            raise MissingSetting(f"{service} cannot start: {error}") from error
        settings._refuse_development_keys()
        return settings

    @classmethod
    def _read(cls, env: Env, service: str) -> Self:
        from environs import validate

        return cls(
            service=service,
            environment=env.str("ENVIRONMENT", "production", validate=validate.OneOf(ENVIRONMENTS)),
            mongodb_uri=env.str("MONGODB_URI"),
            database=env.str("DATABASE", service),
            kafka_bootstrap=env.str("KAFKA_BOOTSTRAP"),
            jwks_url=env.str("JWKS_URL"),
            public_url=env.str("PUBLIC_URL").rstrip("/"),
            secrets_dir=Path(env.str("SECRETS_DIR")),
            log_level=env.str("LOG_LEVEL", "INFO").upper(),
            metrics_port=env.int("METRICS_PORT", None),
            metrics_host=env.str("METRICS_HOST", "127.0.0.1"),
        )

    def _refuse_development_keys(self) -> None:
        """Refuse keys made for development when the environment is production."""
        if self.environment == "production" and (self.secrets_dir / DEVELOPMENT_MARKER).exists():
            raise MissingSetting(
                f"{self.service} cannot start in production: the keys in {self.secrets_dir} "
                "were generated for development; generate new ones with `hamrah secrets generate`."
            )

    def secret(self, name: str) -> bytes:
        """Read one secret file, stripped of white space around it; a missing or empty one ends the start."""
        path = self.secrets_dir / name
        try:
            content = path.read_bytes().strip()
        except OSError as error:
            raise MissingSetting(
                f"{self.service} cannot read its secret {path}: {error.strerror}."
            ) from error
        if not content:  # Whoever signs with an empty key signs for anybody.
            raise MissingSetting(f"{self.service} cannot start: its secret {path} is empty.")
        return content
