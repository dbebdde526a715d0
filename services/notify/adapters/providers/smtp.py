"""E-mails over SMTP, as a provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from chassis.config import PlatformSettings, environment_reader
from notify.adapters.email import SmtpEmails
from notify.adapters.providers.spec import ProviderSpec
from notify.config import reading_settings
from notify.domain.contacts import Channel


@dataclass(frozen=True, kw_only=True)
class SmtpSettings:
    """The server to hand e-mails to."""

    smtp_host: str
    smtp_port: int
    mail_from: str
    smtp_credentials: tuple[str, str] | None = field(default=None, repr=False)

    @classmethod
    def from_env(cls, platform: PlatformSettings) -> Self:
        """Read the settings and the password; a missing or malformed one ends the start with its name."""
        with reading_settings():
            env = environment_reader()
            username = env.str("SMTP_USERNAME", None)
            return cls(
                smtp_host=env.str("SMTP_HOST"),
                smtp_port=env.int("SMTP_PORT"),
                mail_from=env.str("MAIL_FROM"),
                smtp_credentials=(username, platform.secret("smtp-password").decode()) if username else None,
            )


def build(platform: PlatformSettings, _at_once: int) -> SmtpEmails:
    """Build the way out to the server of the settings."""
    return SmtpEmails(SmtpSettings.from_env(platform))


PROVIDER = ProviderSpec(
    name=SmtpEmails.name, channel="email", contact=Channel.EMAIL, gives_receipts=False, build=build
)
