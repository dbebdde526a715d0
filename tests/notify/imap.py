"""A real IMAP server with one mailbox, which a test fills."""

from __future__ import annotations

import imaplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from notify.adapters.bounce_mailbox import MailboxSettings
from tests.support.waiting import eventually

USER, PASSWORD = "bounces", "a-password"


@dataclass(frozen=True)
class ImapServer:
    """Where it listens."""

    port: int

    @property
    def settings(self) -> MailboxSettings:
        """How to reach it."""
        return MailboxSettings(
            host="127.0.0.1", port=self.port, username=USER, password=PASSWORD, folder="INBOX", tls=False
        )

    def deliver(self, *mails: bytes) -> None:
        """Put these mails into the inbox, in place of all that was there."""
        with self._connection() as connection:
            connection.select("INBOX")
            connection.store("1:*", "+FLAGS", r"(\Deleted)")
            connection.expunge()
            for mail in mails:
                connection.append("INBOX", "", "", mail)

    def flags(self) -> list[set[str]]:
        """Give the flags of each mail, the oldest first."""
        with self._connection() as connection:
            connection.select("INBOX", readonly=True)
            _, found = connection.uid("FETCH", "1:*", "(FLAGS)")
        return [{flag.decode() for flag in imaplib.ParseFlags(each)} - {"\\Recent"} for each in found if each]

    @contextmanager
    def _connection(self) -> Iterator[imaplib.IMAP4]:
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=5)
        try:
            connection.login(USER, PASSWORD)
            yield connection
        finally:
            connection.logout()


@contextmanager
def serve() -> Iterator[ImapServer]:
    """Run a server of its own until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [str(Path(sys.executable).parent / "pymap"), "--host", "127.0.0.1", "--port", str(port)]
    options = ["--no-tls", "--no-service", "managesieve", "dict"]
    user = ["--demo-user", USER, "--demo-password", PASSWORD]
    command = program + options + user
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually(lambda: _answers(port), within=30)
        yield ImapServer(port)
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    with suppress(OSError):
        imaplib.IMAP4("127.0.0.1", port, timeout=2).logout()
        return True
    return False
