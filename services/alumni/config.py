"""The settings of alumni, read once."""

from dataclasses import dataclass
from typing import Self

from environs import EnvError, validate

from alumni.domain.allowance import Limits
from chassis.config import MissingSetting, PlatformSettings, environment_reader


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What every service has, limits of codes, where the others are, and which webhooks may be private."""

    platform: PlatformSettings
    limits: Limits
    groups_url: str  # inside the platform
    notify_url: str
    webhook_allowed_hosts: tuple[str, ...] = ()  # "host:port"

    @classmethod
    def from_env(cls) -> Self:
        """Read the settings; a missing or malformed one ends the start with its name."""
        env = environment_reader()
        positive = validate.Range(min=1)
        try:
            limits = Limits(
                per_contact=env.int("SIGN_IN_PER_CONTACT_HOUR", Limits.per_contact, validate=positive),
                per_address=env.int("SIGN_IN_PER_ADDRESS_HOUR", Limits.per_address, validate=positive),
            )
            hosts: list[str] = env.list("WEBHOOK_ALLOWED_HOSTS", [])
            groups_url, notify_url = env.str("GROUPS_URL"), env.str("NOTIFY_URL")
        except EnvError as error:
            raise MissingSetting(f"alumni cannot start: {error}") from error
        return cls(
            platform=PlatformSettings.from_env("alumni"),
            limits=limits,
            webhook_allowed_hosts=tuple(host.strip() for host in hosts if host.strip()),
            groups_url=groups_url,
            notify_url=notify_url,
        )
