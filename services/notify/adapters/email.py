"""E-mails over SMTP: what each answer of the server means for the message."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from notify.adapters.domain_limits import DomainLimits
from notify.adapters.letter import letter
from notify.adapters.return_paths import Cause, ReturnPaths
from notify.adapters.smtp_connections import FAILURES, ServerSettings, SmtpConnections
from notify.domain.delivery import Accepted, Ambiguous, Busy, LookUp, Outcome, Refused, Repeatable
from notify.domain.faults import Fault
from notify.domain.mail_status import NO_SUCH_ADDRESS, code_of
from notify.ports import Envelope

STEP_TIMEOUT = 5.0
DOMAIN_BUSY = "domain-busy"  # so many e-mails are on their way there that it may begin to refuse
LET_IT_REST = timedelta(seconds=2)

_ADDRESS = re.compile(r"[!-~]+@[!-~]+")  # ASCII without spaces; alumni has checked the rest
_GONE = 421  # the server closes the connection (RFC 5321 section 3.8)


class MailSettings(ServerSettings, Protocol):
    """What the adapter needs to know."""

    @property
    def mail_from(self) -> str: ...
    @property
    def connections(self) -> int: ...
    @property
    def to_a_domain_at_once(self) -> int: ...
    @property
    def to_a_domain_a_second(self) -> float: ...
    @property
    def return_paths(self) -> ReturnPaths | None: ...


class SmtpEmails:
    """Sends e-mails through one server; each thread borrows a connection for one e-mail."""

    name = "smtp"
    faults: Mapping[str, Fault] = MappingProxyType(
        dict.fromkeys({"address-invalid", *NO_SUCH_ADDRESS}, Fault.RECIPIENT)
    )

    def __init__(self, settings: MailSettings, step_timeout: float = STEP_TIMEOUT) -> None:
        self.timeout = 2 * step_timeout  # A slower server costs a repetition, which receivers recognise.
        self._mail_from = settings.mail_from
        self._return_paths = settings.return_paths
        self._connections = SmtpConnections(settings, settings.connections, step_timeout)
        self._limits = DomainLimits(settings.to_a_domain_at_once, settings.to_a_domain_a_second)

    def send(self, envelope: Envelope) -> Outcome:
        """Hand one e-mail to the server, once."""
        if not _ADDRESS.fullmatch(envelope.to):
            return Refused("address-invalid")
        domain = envelope.to.rpartition("@")[2].lower()
        if not self._limits.begin(domain):
            return Refused(DOMAIN_BUSY, permanent=False, retry_after=LET_IT_REST)
        try:
            return self._send(envelope)
        finally:
            self._limits.end(domain)

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        """Say that the e-mail may be sent again: receivers know it by its Message-ID."""
        return Repeatable()

    def close(self) -> None:
        """Let go of every connection."""
        self._connections.close()

    def _send(self, envelope: Envelope) -> Outcome:
        try:
            connection = self._connections.borrow(self._way_back(Cause.BOUNCE, envelope) or self._mail_from)
        except FAILURES:  # Also where the server refuses us, not the e-mail.
            return Busy()
        try:
            code, said = connection.rcpt(envelope.to)
        except FAILURES:
            self._connections.drop(connection)
            return Busy()
        if code >= 400:
            self._connections.give_back(connection, reset=True)
            return _refused(code, said)
        return self._transfer(connection, envelope)

    def _transfer(self, connection: smtplib.SMTP, envelope: Envelope) -> Outcome:
        text = letter(envelope, self._mail_from, self._way_back(Cause.LEAVE, envelope))
        try:
            code, said = connection.data(text)
        except smtplib.SMTPDataError as refusal:  # The server did not want to hear the text at all.
            self._connections.give_back(connection, reset=True)
            return _refused(refusal.smtp_code, refusal.smtp_error)
        except FAILURES:
            self._connections.drop(connection)
            return Ambiguous()
        self._connections.give_back(connection, reset=False)
        return Accepted(f"smtp-{envelope.message_id}") if code == 250 else _refused(code, said)

    def _way_back(self, cause: Cause, envelope: Envelope) -> str | None:
        return self._return_paths.address(cause, envelope.message_id) if self._return_paths else None


def _refused(code: int, said: bytes | str) -> Outcome:
    """Read a reply code (RFC 5321 section 4.2.1): 4yz is for now, as a greylist says, and 5yz for good.

    What the server says more exactly of a refusal for good (RFC 2034) stands for the code; of its words
    nothing is kept.
    """
    if code == _GONE:
        return Busy()
    if code < 500:
        return Refused(str(code), permanent=False)
    words = said if isinstance(said, str) else said.decode("ascii", "replace")
    exact = code_of(words)
    return Refused(exact if exact and exact.startswith("5") else str(code))
