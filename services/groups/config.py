"""The settings of groups, read once."""

from dataclasses import dataclass, field
from typing import Self

from environs import EnvError, validate

from chassis.config import MissingSetting, PlatformSettings, environment_reader
from groups.domain.occurrence import MAX_CAPACITY


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What every service has, how many seats a meeting has unless told, and which feeds may be private."""

    platform: PlatformSettings
    default_capacity: int
    feed_allowed_hosts: tuple[str, ...]  # "host:port"
    code_key: bytes = field(repr=False)  # from which codes that are shown and secret addresses derive
    certificate_key: bytes = field(repr=False)  # signs certificates of attendance: EC P-256, PKCS 8, PEM
    certificate: bytes  # X.509, PEM: who signs

    @classmethod
    def from_env(cls) -> Self:
        """Read the settings; a missing or malformed one ends the start with its name."""
        env = environment_reader()
        try:
            capacity = env.int("DEFAULT_CAPACITY", 20, validate=validate.Range(1, MAX_CAPACITY))
            hosts: list[str] = env.list("FEED_ALLOWED_HOSTS", [])
        except EnvError as error:
            raise MissingSetting(f"groups cannot start: {error}") from error
        platform = PlatformSettings.from_env("groups")
        return cls(
            platform=platform,
            default_capacity=capacity,
            feed_allowed_hosts=tuple(host.strip() for host in hosts if host.strip()),
            code_key=platform.secret("code.key"),
            certificate_key=platform.secret("certificate-key.pem"),
            certificate=platform.secret("certificate.pem"),
        )
