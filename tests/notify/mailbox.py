"""A real SMTP server that keeps what it gets, and can be told to misbehave."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass
class Mailbox:
    """Every e-mail that came, and what the server says to the next ones."""

    host: str = "127.0.0.1"
    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)  # in the envelope, of each
    connections: int = 0
    signed_in: list[tuple[bytes, bytes]] = field(default_factory=list)
    mail_reply: str = "250 OK"
    recipient_reply: str = "250 OK"
    data_reply: str = "250 OK"
    hangs_up_after_taking: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    def sign_in(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        self.signed_in.append((data.login, data.password))
        return AuthResult(success=True)

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.mail_reply

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.recipient_reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_reply

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data_reply.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            with self.lock:
                self.mails.append(cast("EmailMessage", mail))
                self.senders.append(envelope.mail_from)
        if self.hangs_up_after_taking:
            self.hangs_up_after_taking = False
            server.transport.abort()
        return self.data_reply


class _OnFreePort(Controller):
    """The controller of aiosmtpd asks the port it was given; with 0 it has to ask the system's."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serve(
    port: int = 0, mailbox: Mailbox | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Mailbox]:
    """Serve on a port of 127.0.0.1, a free one unless told, until the end of the block.

    With `tls`, mail is taken under it only, and whoever signs in is believed.
    """
    mailbox = mailbox or Mailbox()
    controller = _OnFreePort(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=mailbox.sign_in,
    )
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()
