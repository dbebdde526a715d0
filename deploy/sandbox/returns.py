"""Mail that comes back to the platform: delivery status reports, in a mailbox of their own."""

from __future__ import annotations

import email
import sqlite3
import time

BOUNDARY = "=_sandbox"


class Returns:
    """The mailbox, the oldest mail first; each has a number that stays, and flags."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def add(self, content: bytes) -> None:
        """Put a mail into the mailbox."""
        self._database.execute(
            "INSERT INTO returns (content, flags, created) VALUES (?, '', ?)", (content, time.time())
        )

    def uids(self, *, unseen: bool) -> list[int]:
        """Give the numbers of all mails, or of those that nobody has read."""
        where = " WHERE flags NOT LIKE '%\\Seen%'" if unseen else ""
        return [row["id"] for row in self._database.execute(f"SELECT id FROM returns{where} ORDER BY id")]  # noqa: S608

    def content(self, uid: int) -> bytes | None:
        """Give one mail."""
        row = self._database.execute("SELECT content FROM returns WHERE id = ?", (uid,)).fetchone()
        return row["content"] if row else None

    def flag(self, uid: int, flags: str) -> None:
        """Add flags to one mail."""
        self._database.execute(
            "UPDATE returns SET flags = trim(flags || ' ' || ?) WHERE id = ?", (flags, uid)
        )


def delivery_status(recipient: str, return_path: str, content: bytes, status: str) -> bytes:
    """Write that an e-mail could not be delivered (RFC 3464), to the address it came from."""
    message_id = email.message_from_bytes(content)["Message-ID"] or ""
    parts = {
        "text/plain": "This is the sandbox. Your message could not be delivered.",
        "message/delivery-status": (
            "Reporting-MTA: dns; sandbox\n\n"
            f"Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: {status}"
        ),
        "text/rfc822-headers": f"Message-ID: {message_id}",
    }
    written = "".join(f"--{BOUNDARY}\nContent-Type: {kind}\n\n{text}\n\n" for kind, text in parts.items())
    return (
        f"From: MAILER-DAEMON@sandbox\nTo: {return_path}\nSubject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{BOUNDARY}"\n\n'
        f"{written}--{BOUNDARY}--\n"
    ).encode()
