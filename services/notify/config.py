"""The settings of notify, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Self

from chassis.config import MissingSetting, PlatformSettings, environment_reader
from notify.domain.delivery import UNRESOLVED_AFTER
from notify.domain.preferences import DEFAULT, Hours, Preferences

KEY_BYTES = 32
LINK_KEY = "link.key"
RECEIPTS_PATH = "/api/notify/webhooks/sms"


@contextmanager
def reading_settings() -> Iterator[None]:
    """End the start with the name of a setting that is missing or malformed."""
    from environs import EnvError

    try:
        yield
    except EnvError as error:
        raise MissingSetting(f"notify cannot start: {error}") from error


@dataclass(frozen=True, kw_only=True)
class SendingSettings:
    """What the sender needs beside the providers, which read their own."""

    private_key: bytes = field(repr=False)
    threads: int
    # By provider, for each sender process: calls at once, and messages a second.
    concurrency: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    unresolved_after: timedelta = UNRESOLVED_AFTER
    link_key: bytes | None = field(default=None, repr=False)  # without it, e-mails have no links
    public_url: str = ""

    @classmethod
    def from_env(cls, platform: PlatformSettings) -> Self:
        """Read the settings and secrets; a missing or malformed one ends the start with its name."""
        with reading_settings():
            env = environment_reader()
            return cls(
                private_key=private_key(platform),
                threads=env.int("SENDER_THREADS", 8),
                concurrency=env.dict("PROVIDER_THREADS", {}, subcast_values=int),
                rates=env.dict("PROVIDER_RATES", {}, subcast_values=float),
                unresolved_after=timedelta(
                    seconds=env.int("UNRESOLVED_AFTER", int(UNRESOLVED_AFTER.total_seconds()))
                ),
                link_key=bytes.fromhex(secret_key(platform, LINK_KEY).decode()),
                public_url=platform.public_url,
            )


def private_key(platform: PlatformSettings) -> bytes:
    """Read the key that opens contacts, as hex."""
    return secret_key(platform, "notify-private.key")


def secret_key(platform: PlatformSettings, name: str) -> bytes:
    """Read a key of 32 bytes, as hex; a malformed one ends the start with its name."""
    key = platform.secret(name)
    try:
        size = len(bytes.fromhex(key.decode()))
    except ValueError:
        size = 0
    if size != KEY_BYTES:
        raise MissingSetting(
            f"notify cannot start: {platform.secrets_dir / name} does not hold {KEY_BYTES} bytes in hex."
        )
    return key


def default_preferences() -> Preferences:
    """Read what holds for a member who chose nothing.

    `HAMRAH_QUIET_HOURS` is "21:00-08:00", or "none", and `HAMRAH_MOST_TEXTS` how many texts a day are sent
    at most. A malformed value ends the start with its name.
    """
    return replace(DEFAULT, quiet=_quiet_hours(), most_texts=_most_texts())


def _quiet_hours() -> Hours:
    said: str = environment_reader().str("QUIET_HOURS", "")
    if not said:
        return DEFAULT.quiet
    try:
        begin, end = said.split("-") if said != "none" else ("00:00", "00:00")
        return Hours(time.fromisoformat(begin), time.fromisoformat(end))
    except ValueError as error:
        raise MissingSetting(
            f'notify cannot start: HAMRAH_QUIET_HOURS is "21:00-08:00" or "none", not {said!r}.'
        ) from error


def law_holds() -> bool:
    """Tell whether the law's hours hold; `HAMRAH_LAW_HOURS` is "none" where stories are played at any hour.

    Anything else, or that in production, ends the start with its name.
    """
    env = environment_reader()
    said, environment = env.str("LAW_HOURS", ""), env.str("ENVIRONMENT", "production")
    if said and (said != "none" or environment == "production"):
        raise MissingSetting('notify cannot start: HAMRAH_LAW_HOURS is "none" in development, or not said.')
    return not said


def _most_texts() -> int:
    said: str = environment_reader().str("MOST_TEXTS", "")
    if said and not re.fullmatch("[0-9]{1,6}", said):
        raise MissingSetting(f"notify cannot start: HAMRAH_MOST_TEXTS is a number, not {said!r}.")
    return int(said) if said else DEFAULT.most_texts


def senders_file() -> Path | None:
    """Read which file of the operator's says as whom messages leave: `HAMRAH_SENDERS`; None: ours does."""
    said: str = environment_reader().str("SENDERS", "")
    return Path(said) if said else None


def alumni_url() -> str:
    """Read where alumni is inside the platform; a missing one ends the start with its name."""
    with reading_settings():
        return environment_reader().str("ALUMNI_URL")


def auth_token(platform: PlatformSettings) -> str:
    """Read the secret we share with Twilio."""
    return platform.secret("sms-auth-token").decode()
