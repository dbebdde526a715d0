"""E-mails over SMTP, as a provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from chassis.config import PlatformSettings, environment_reader
from notify.adapters.email import SmtpEmails
from notify.adapters.providers.spec import ProviderSpec
from notify.adapters.return_paths import ReturnPaths
from notify.config import LINK_KEY, reading_settings, secret_key
from notify.domain.contacts import Channel


@dataclass(frozen=True, kw_only=True)
class SmtpSettings:
    """The server to hand e-mails to, and how fast.

    STARTTLS is required in production unless `HAMRAH_SMTP_STARTTLS` says otherwise; elsewhere it is used
    wherever the server offers it. With `HAMRAH_BOUNCES_ADDRESS` what cannot be delivered comes back there.
    """

    smtp_host: str
    smtp_port: int
    mail_from: str
    smtp_credentials: tuple[str, str] | None = field(default=None, repr=False)
    smtp_starttls: bool = False
    connections: int = 4
    to_a_domain_at_once: int = 4
    to_a_domain_a_second: float = 20.0
    return_paths: ReturnPaths | None = field(default=None, repr=False)

    @classmethod
    def from_env(cls, platform: PlatformSettings, at_once: int = 4) -> Self:
        """Read the settings and the password; a missing or malformed one ends the start with its name."""
        with reading_settings():
            env = environment_reader()
            username = env.str("SMTP_USERNAME", None)
            return cls(
                smtp_host=env.str("SMTP_HOST"),
                smtp_port=env.int("SMTP_PORT"),
                mail_from=env.str("MAIL_FROM"),
                smtp_credentials=(username, platform.secret("smtp-password").decode()) if username else None,
                smtp_starttls=env.bool("SMTP_STARTTLS", platform.environment == "production"),
                connections=env.int("SMTP_CONNECTIONS", at_once),
                to_a_domain_at_once=env.int("SMTP_DOMAIN_AT_ONCE", 4),
                to_a_domain_a_second=env.float("SMTP_DOMAIN_A_SECOND", 20.0),
                return_paths=return_paths(platform),
            )


def return_paths(platform: PlatformSettings) -> ReturnPaths | None:
    """Read where mail comes back to; None where nobody looks after that."""
    mailbox = environment_reader().str("BOUNCES_ADDRESS", None)
    return ReturnPaths(bytes.fromhex(secret_key(platform, LINK_KEY).decode()), mailbox) if mailbox else None


def build(platform: PlatformSettings, at_once: int) -> SmtpEmails:
    """Build the way out to the server of the settings."""
    return SmtpEmails(SmtpSettings.from_env(platform, at_once))


PROVIDER = ProviderSpec(
    name=SmtpEmails.name, channel="email", contact=Channel.EMAIL, gives_receipts=False, build=build
)
