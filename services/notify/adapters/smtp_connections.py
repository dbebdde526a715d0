"""Connections to the mail server: a few, kept for the next e-mail, encrypted where they must be."""

from __future__ import annotations

import smtplib
import ssl
import threading
from contextlib import suppress
from queue import Empty, LifoQueue
from typing import Protocol

FAILURES = (smtplib.SMTPException, OSError)


class ServerSettings(Protocol):
    """What a connection needs to know."""

    @property
    def smtp_host(self) -> str: ...
    @property
    def smtp_port(self) -> int: ...
    @property
    def smtp_credentials(self) -> tuple[str, str] | None: ...
    @property
    def smtp_starttls(self) -> bool: ...  # required, and not only where the server offers it


class SmtpConnections:
    """Lends at most so many connections; who wants one more waits as long as one step may take."""

    def __init__(self, settings: ServerSettings, most: int, step_timeout: float) -> None:
        self._settings = settings
        self._step_timeout = step_timeout
        self._free = threading.BoundedSemaphore(most)
        self._idle: LifoQueue[smtplib.SMTP] = LifoQueue()

    def borrow(self, sender: str) -> smtplib.SMTP:
        """Give a connection with the sender named; one that died in its idleness is replaced.

        Raises SMTPException or OSError, and then nothing is lent.
        """
        if not self._free.acquire(timeout=self._step_timeout):
            raise TimeoutError("every connection is lent")
        try:
            return self._kept(sender) or _begin(self._connect(), sender)
        except BaseException:
            self._free.release()
            raise

    def give_back(self, connection: smtplib.SMTP, *, reset: bool) -> None:
        """Keep a connection for the next e-mail; `reset` forgets the one that did not go."""
        try:
            if reset:
                connection.rset()
        except FAILURES:
            connection.close()
        else:
            self._idle.put(connection)
        self._free.release()

    def drop(self, connection: smtplib.SMTP) -> None:
        """Let go of a connection in an unknown state."""
        connection.close()
        self._free.release()

    def close(self) -> None:
        """Let go of every connection that nobody has."""
        with suppress(Empty):
            while True:
                with suppress(*FAILURES):
                    self._idle.get_nowait().quit()

    def _kept(self, sender: str) -> smtplib.SMTP | None:
        with suppress(Empty):
            while True:
                idle = self._idle.get_nowait()
                try:
                    return _begin(idle, sender)
                except FAILURES:
                    idle.close()
        return None

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=self._step_timeout)
        try:
            _introduce(connection, settings)
        except FAILURES:
            connection.close()
            raise
        return connection


def _begin(connection: smtplib.SMTP, sender: str) -> smtplib.SMTP:
    code, answer = connection.mail(sender)
    if code >= 400:
        connection.close()
        raise smtplib.SMTPSenderRefused(code, answer, "")
    return connection


def _introduce(connection: smtplib.SMTP, settings: ServerSettings) -> None:
    """Greet, encrypt, and sign in; never show a password, or a word where it must not be, in the clear."""
    connection.ehlo_or_helo_if_needed()
    secured = connection.has_extn("starttls")
    if secured:
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()  # What was said before the encryption is forgotten (RFC 3207 section 4.2).
    if not secured and (settings.smtp_credentials or settings.smtp_starttls):
        raise smtplib.SMTPNotSupportedError("The server offers no STARTTLS.")
    if settings.smtp_credentials:
        connection.login(*settings.smtp_credentials)
