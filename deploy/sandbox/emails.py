"""The mailbox: every e-mail once, however often it is sent."""

from __future__ import annotations

import email
import email.policy
import sqlite3
import time
from dataclasses import dataclass
from email.message import EmailMessage


@dataclass(frozen=True, kw_only=True)
class Email:
    """One e-mail as it lies in one mailbox; `suppressed` counts the copies that were dropped."""

    id: int
    message_id: str | None
    recipient: str
    sender: str
    subject: str
    body: str
    suppressed: int
    created: float


class Emails:
    """All e-mails, in the order in which they came."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def deliver(self, recipient: str, sender: str, content: bytes) -> None:
        """Keep one e-mail; drop it when the mailbox holds one of the same Message-ID, as mail stores do."""
        message = email.message_from_bytes(content, policy=email.policy.default)
        self._database.execute(
            "INSERT INTO emails (message_id, recipient, sender, subject, body, created)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (message_id, recipient)"
            " DO UPDATE SET suppressed = suppressed + 1",
            (
                message["Message-ID"] and str(message["Message-ID"]).strip(),
                recipient.lower(),
                str(message["From"] or sender),
                str(message["Subject"] or ""),
                _text_of(message),
                time.time(),
            ),
        )

    def after(self, email_id: int, *, recipient: str | None, limit: int) -> list[Email]:
        """Return the e-mails that came after one, the oldest first."""
        if recipient is None:
            sql, values = "SELECT * FROM emails WHERE id > ? ORDER BY id LIMIT ?", (email_id, limit)
            return [Email(**row) for row in self._database.execute(sql, values)]
        rows = self._database.execute(
            "SELECT * FROM emails WHERE recipient = ? AND id > ? ORDER BY id LIMIT ?",
            (recipient.lower(), email_id, limit),
        )
        return [Email(**row) for row in rows]

    def mailboxes(self, limit: int) -> list[sqlite3.Row]:
        """Return the addresses that have e-mails, the latest first: name, count, body, created."""
        return self._database.execute(
            "SELECT e.recipient AS name, g.count, e.subject AS body, e.created FROM emails e JOIN"
            " (SELECT max(id) AS id, count(*) AS count FROM emails GROUP BY recipient) g USING (id)"
            " ORDER BY e.id DESC LIMIT ?",
            (limit,),
        ).fetchall()

    def counts(self) -> dict[str, int]:
        """Return how many e-mails and mailboxes there are, and how many copies were dropped."""
        emails, mailboxes, suppressed = self._database.execute(
            "SELECT count(*), count(DISTINCT recipient), coalesce(sum(suppressed), 0) FROM emails"
        ).fetchone()
        return {"emails": emails, "mailboxes": mailboxes, "emails_suppressed": suppressed}


def _text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        return str(part.get_content()).replace("\r\n", "\n")
    except (LookupError, ValueError):
        # An unknown charset: show what can be read.
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
