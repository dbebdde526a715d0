"""What the sandbox needs to know, read once from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from environs import Env

TEMPLATES = Path(__file__).resolve().parents[2] / "services" / "notify" / "templates"
FEEDS = Path(__file__).resolve().parent.parent / "hamrah" / "demo" / "feeds"


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read `host:port`; a ValueError names what is wrong."""
        host, _, port = text.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError(f"{text!r} is not host:port")
        return cls(host=host.strip("[]"), port=int(port))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The sandbox's settings; a missing one stops the start with its name."""

    http: Address
    smtp: Address
    imap: Address | None  # where the platform reads what came back
    imap_password: str
    directory: Path
    account_sid: str
    auth_token: str
    feeds: Path
    answers_url: str | None  # where the platform takes what phones write back, by Twilio
    msg91_authkey: str
    msg91_receipts_url: str | None  # where the platform takes what MSG91 reports
    exotel_account_sid: str
    exotel_api_key: str
    exotel_token: str
    exotel_answers_url: str | None
    templates: Path  # of the texts that are registered with the operators

    @classmethod
    def from_env(cls) -> Settings:
        """Read the environment and the secret files."""
        env = Env()
        directory = Path(env.str("HAMRAH_SECRETS_DIR"))

        def secret(name: str) -> str:
            return (directory / name).read_text(encoding="utf-8").strip()

        def address(name: str, token: str) -> str | None:
            url = env.str(name, None)
            return f"{url}/{secret(token)}" if url else None

        imap = env.str("HAMRAH_SANDBOX_IMAP_BIND", None)
        return cls(
            http=Address.parse(env.str("HAMRAH_SANDBOX_BIND", "127.0.0.1:8200")),
            smtp=Address.parse(env.str("HAMRAH_SANDBOX_SMTP_BIND", "127.0.0.1:8225")),
            imap=Address.parse(imap) if imap else None,
            imap_password=secret("bounces-password") if imap else "",
            directory=Path(env.str("HAMRAH_SANDBOX_DIR")),
            account_sid=env.str("HAMRAH_SMS_ACCOUNT_SID"),
            auth_token=secret("sms-auth-token"),
            feeds=Path(env.str("HAMRAH_SANDBOX_FEEDS", str(FEEDS))),
            answers_url=env.str("HAMRAH_SANDBOX_ANSWERS_URL", None),
            msg91_authkey=secret("msg91-authkey"),
            msg91_receipts_url=address("HAMRAH_SANDBOX_MSG91_URL", "msg91-webhook-token"),
            exotel_account_sid=env.str("HAMRAH_EXOTEL_ACCOUNT_SID"),
            exotel_api_key=env.str("HAMRAH_EXOTEL_API_KEY"),
            exotel_token=secret("exotel-token"),
            exotel_answers_url=address("HAMRAH_SANDBOX_EXOTEL_URL", "exotel-webhook-token"),
            templates=Path(env.str("HAMRAH_SANDBOX_TEMPLATES", str(TEMPLATES))),
        )
