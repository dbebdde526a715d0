"""E-mails over SMTP, on connections that are kept for the next one.

A message's id makes its Message-ID (RFC 5322 section 3.6.4), so that one sent again after a doubt is
the same e-mail to whoever receives it. `Auto-Submitted` (RFC 3834) keeps absence notes from answering.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from queue import Empty, LifoQueue
from types import MappingProxyType
from typing import Protocol

from notify.domain.delivery import Accepted, Ambiguous, Busy, LookUp, Outcome, Refused, Repeatable
from notify.domain.faults import Fault
from notify.ports import Envelope

SENDER_NAME = "Hamrah"
STEP_TIMEOUT = 5.0

_ADDRESS = re.compile(r"[!-~]+@[!-~]+")  # ASCII without spaces; alumni has checked the rest
_POLICY = SMTP.clone(cte_type="7bit")  # not every server takes eight (RFC 6152)
_GONE = 421  # the server closes the connection (RFC 5321 section 3.8)


class MailSettings(Protocol):
    """What the adapter needs to know."""

    @property
    def smtp_host(self) -> str: ...
    @property
    def smtp_port(self) -> int: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def smtp_credentials(self) -> tuple[str, str] | None: ...


class SmtpEmails:
    """Sends e-mails through one server; each thread borrows a connection for one e-mail."""

    name = "smtp"
    faults: Mapping[str, Fault] = MappingProxyType({"address-invalid": Fault.RECIPIENT})

    def __init__(self, settings: MailSettings, step_timeout: float = STEP_TIMEOUT) -> None:
        self.timeout = 2 * step_timeout  # A slower server costs a repetition, which receivers recognise.
        self._settings = settings
        self._step_timeout = step_timeout
        self._domain = settings.mail_from.rpartition("@")[2]
        self._idle: LifoQueue[smtplib.SMTP] = LifoQueue()

    def send(self, envelope: Envelope) -> Outcome:
        """Hand one e-mail to the server, once."""
        if not _ADDRESS.fullmatch(envelope.to):
            return Refused("address-invalid")
        try:
            connection = self._borrow()
        except (smtplib.SMTPException, OSError):  # Also where the server refuses us, not the e-mail.
            return Busy()
        return self._transfer(connection, envelope)

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        """Say that the e-mail may be sent again: receivers know it by its Message-ID."""
        return Repeatable()

    def close(self) -> None:
        """Let go of every connection."""
        with suppress(Empty):
            while True:
                _quit(self._idle.get_nowait())

    def _borrow(self) -> smtplib.SMTP:
        """Give a connection with the sender named; one that died in its idleness is replaced."""
        with suppress(Empty):
            while True:
                idle = self._idle.get_nowait()
                try:
                    return self._begin(idle)
                except (smtplib.SMTPException, OSError):
                    idle.close()
        return self._begin(self._connect())

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=self._step_timeout)
        try:
            _introduce(connection, settings.smtp_credentials)
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
        return connection

    def _begin(self, connection: smtplib.SMTP) -> smtplib.SMTP:
        code, answer = connection.mail(self._settings.mail_from)
        if code >= 400:
            connection.close()
            raise smtplib.SMTPSenderRefused(code, answer, "")
        return connection

    def _transfer(self, connection: smtplib.SMTP, envelope: Envelope) -> Outcome:
        try:
            code, _ = connection.rcpt(envelope.to)
        except (smtplib.SMTPException, OSError):
            connection.close()
            return Busy()
        if code >= 400:
            self._give_back(connection, reset=True)
            return _refused(code)
        return self._transfer_text(connection, envelope)

    def _transfer_text(self, connection: smtplib.SMTP, envelope: Envelope) -> Outcome:
        try:
            code, _ = connection.data(self._written(envelope))
        except smtplib.SMTPDataError as refusal:  # The server did not want to hear the text at all.
            self._give_back(connection, reset=True)
            return _refused(refusal.smtp_code)
        except (smtplib.SMTPException, OSError):
            connection.close()
            return Ambiguous()
        self._give_back(connection, reset=False)
        return Accepted(f"smtp-{envelope.message_id}") if code == 250 else _refused(code)

    def _give_back(self, connection: smtplib.SMTP, *, reset: bool) -> None:
        try:
            if reset:
                connection.rset()
        except (smtplib.SMTPException, OSError):
            connection.close()
        else:
            self._idle.put(connection)

    def _written(self, envelope: Envelope) -> bytes:
        local, _, domain = self._settings.mail_from.rpartition("@")
        mail = EmailMessage(policy=_POLICY)
        mail["From"] = Address(SENDER_NAME, local, domain)
        mail["To"] = envelope.to
        mail["Subject"] = envelope.subject
        mail["Date"] = localtime()
        mail["Message-ID"] = f"<{envelope.message_id}@{self._domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(envelope.body)
        mail["Content-Language"] = envelope.language
        return mail.as_bytes()


def _introduce(connection: smtplib.SMTP, credentials: tuple[str, str] | None) -> None:
    """Greet, encrypt where the server can, and sign in; never show a password to a line in the clear."""
    connection.ehlo_or_helo_if_needed()
    secured = connection.has_extn("starttls")
    if secured:
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()  # What was said before the encryption is forgotten (RFC 3207 section 4.2).
    if credentials and not secured:
        raise smtplib.SMTPNotSupportedError("The server offers no STARTTLS to sign in under.")
    if credentials:
        connection.login(*credentials)


def _refused(code: int) -> Outcome:
    """Read a reply code (RFC 5321 section 4.2.1): 4yz is for now, 5yz for good."""
    if code == _GONE:
        return Busy()
    return Refused(str(code), permanent=code >= 500)


def _quit(connection: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        connection.quit()
