"""The mailbox that e-mails come back to, read over IMAP (RFC 3501); what is read is marked as seen."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Self

from chassis.config import PlatformSettings, environment_reader
from notify.adapters.returned_mail import LARGEST
from notify.config import reading_settings

FAILURES = (imaplib.IMAP4.error, OSError)
TIMEOUT = 10.0
AT_ONCE = 100  # mails in one look


@dataclass(frozen=True, kw_only=True)
class MailboxSettings:
    """Where the mailbox is; without a host nobody looks after it."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    folder: str
    tls: bool

    @classmethod
    def from_env(cls, platform: PlatformSettings) -> Self | None:
        """Read the settings and the password; a missing or malformed one ends the start with its name."""
        with reading_settings():
            env = environment_reader()
            host = env.str("BOUNCES_IMAP_HOST", None)
            if host is None:
                return None
            return cls(
                host=host,
                port=env.int("BOUNCES_IMAP_PORT", 993),
                username=env.str("BOUNCES_IMAP_USERNAME"),
                password=platform.secret("bounces-password").decode(),
                folder=env.str("BOUNCES_IMAP_FOLDER", "INBOX"),
                tls=env.bool("BOUNCES_IMAP_TLS", True),
            )


class BounceMailbox:
    """Shows what nobody has looked at yet; two that look at once see the same, which does no harm."""

    def __init__(self, settings: MailboxSettings) -> None:
        self._settings = settings

    @contextmanager
    def opened(self) -> Iterator[OpenMailbox]:
        """Sign in for one look; raises one of FAILURES where that does not work."""
        settings = self._settings
        connection = (
            imaplib.IMAP4_SSL(
                settings.host, settings.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT
            )
            if settings.tls
            else imaplib.IMAP4(settings.host, settings.port, timeout=TIMEOUT)
        )
        try:
            connection.login(settings.username, settings.password)
            answer, _ = connection.select(settings.folder)
            if answer != "OK":
                raise imaplib.IMAP4.error("the folder cannot be opened")
            yield OpenMailbox(connection)
        finally:
            with suppress(*FAILURES):
                connection.logout()


class OpenMailbox:
    """One look into the mailbox."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection

    def unseen(self) -> list[str]:
        """Name the mails that nobody has looked at, the oldest first, so many and no more."""
        _, found = self._connection.uid("SEARCH", "UNSEEN", "UNDELETED")
        return [each.decode() for each in (found[0] or b"").split()][:AT_ONCE]

    def read(self, uid: str) -> bytes:
        """Give the beginning of a mail, which leaves it unseen; empty where it is gone."""
        _, found = self._connection.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def mark(self, uid: str, *, for_a_person: bool) -> None:
        """Note that a mail is done with; one for a person is flagged."""
        flags = r"(\Seen \Flagged)" if for_a_person else r"(\Seen)"
        self._connection.uid("STORE", uid, "+FLAGS.SILENT", flags)
