"""What the sandbox needs to know, read once from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from environs import Env

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
    directory: Path
    account_sid: str
    auth_token: str
    feeds: Path
    answers_url: str | None  # where the platform takes what phones write back

    @classmethod
    def from_env(cls) -> Settings:
        """Read the environment and the secret file `sms-auth-token`."""
        env = Env()
        secrets = Path(env.str("HAMRAH_SECRETS_DIR"))
        return cls(
            http=Address.parse(env.str("HAMRAH_SANDBOX_BIND", "127.0.0.1:8200")),
            smtp=Address.parse(env.str("HAMRAH_SANDBOX_SMTP_BIND", "127.0.0.1:8225")),
            directory=Path(env.str("HAMRAH_SANDBOX_DIR")),
            account_sid=env.str("HAMRAH_SMS_ACCOUNT_SID"),
            auth_token=(secrets / "sms-auth-token").read_text(encoding="utf-8").strip(),
            feeds=Path(env.str("HAMRAH_SANDBOX_FEEDS", str(FEEDS))),
            answers_url=env.str("HAMRAH_SANDBOX_ANSWERS_URL", None),
        )
