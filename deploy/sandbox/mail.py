"""The mail server, on the event loop of everything else."""

from __future__ import annotations

import asyncio
import logging

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.config import Address
from sandbox.control import Control
from sandbox.emails import Emails
from sandbox.returns import Returns, delivery_status

MAIL_SIZE_LIMIT = 1_048_576


class Postman:
    """Takes mails in, in the way the control says."""

    def __init__(self, control: Control, emails: Emails, returns: Returns) -> None:
        self._control = control
        self._emails = emails
        self._returns = returns

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by this name.
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Accept a recipient, unless told to refuse or to be busy."""
        mode = self._control.smtp.mode
        if mode == "refuse":
            return "550 5.1.1 Recipient address rejected"
        if mode == "busy":
            return "451 4.3.2 System busy, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Put the mail into each recipient's mailbox, or report that there is none."""
        behaviour = self._control.smtp
        await asyncio.sleep(behaviour.delay_ms / 1000)
        content = envelope.content or b""
        for recipient in envelope.rcpt_tos:
            self._take(
                recipient, envelope.mail_from or "", content.encode() if isinstance(content, str) else content
            )
        await asyncio.sleep(behaviour.answer_late_ms / 1000)
        if behaviour.drop_answer and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"

    def _take(self, recipient: str, sender: str, content: bytes) -> None:
        if self._control.smtp.bounces(recipient):
            status = self._control.smtp.bounce_status
            self._returns.add(delivery_status(recipient, sender, content, status))
        else:
            self._emails.deliver(recipient, sender, content)


async def serve_mail(address: Address, postman: Postman) -> asyncio.Server:
    """Listen for SMTP."""
    # aiosmtpd writes addresses of its own accord.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    loop = asyncio.get_running_loop()

    def make() -> SMTP:
        return SMTP(
            postman,
            data_size_limit=MAIL_SIZE_LIMIT,
            enable_SMTPUTF8=True,
            hostname="sandbox",
            ident="Sandbox",
            loop=loop,
        )

    return await loop.create_server(make, address.host, address.port)
