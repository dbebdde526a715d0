"""The texts a provider has accepted, and the receipts it owes for them."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

# Twilio's status of a text that did not arrive, and its code for "unreachable handset".
DELIVERED = "delivered"
UNDELIVERED = "undelivered"
UNREGISTERED = "unregistered"  # the operators did not let it through, for it is not as registered
UNREACHABLE = 30003


@dataclass(frozen=True, kw_only=True)
class Text:
    """One accepted text; times are seconds since 1970."""

    id: int
    sid: str
    recipient: str
    sender: str
    body: str
    status: str
    error_code: int | None
    callback: str | None
    created: float
    sent: float | None
    updated: float
    provider: str
    reference: str  # the sender's own id for it, where it gave one


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One status report that the provider owes."""

    id: int
    sid: str
    status: str


class Texts:
    """All texts, in the order in which they were accepted."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def accept(
        self,
        *,
        recipient: str,
        sender: str,
        body: str,
        callback: str | None,
        receipts: Sequence[str],
        provider: str = "twilio",
        reference: str = "",
    ) -> tuple[Text, list[Receipt]]:
        """Store one text together with the receipts that it will owe."""
        sid, now = ("SM" if provider == "twilio" else "") + uuid.uuid4().hex, time.time()
        with self._transaction() as database:
            cursor = database.execute(
                "INSERT INTO texts (sid, recipient, sender, body, status, callback, created, updated,"
                " provider, reference) VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)",
                (sid, recipient, sender, body, callback, now, now, provider, reference),
            )
            text_id = cursor.lastrowid or 0
            owed = [self._owe(sid, status) for status in receipts]
        text = Text(
            id=text_id, sid=sid, recipient=recipient, sender=sender, body=body, status="queued",
            error_code=None, callback=callback, created=now, sent=None, updated=now,
            provider=provider, reference=reference,
        )  # fmt: skip
        return text, owed

    def _owe(self, sid: str, status: str) -> Receipt:
        cursor = self._database.execute("INSERT INTO receipts (sid, status) VALUES (?, ?)", (sid, status))
        return Receipt(id=cursor.lastrowid or 0, sid=sid, status=status)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield self._database
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def advance(self, sid: str, status: str) -> None:
        """Move a text on; one that has arrived, or will not, stays so."""
        now = time.time()
        self._database.execute(
            "UPDATE texts SET status = ?, error_code = ?, sent = coalesce(sent, ?), updated = ?"
            " WHERE sid = ? AND status NOT IN ('delivered', 'undelivered', 'unregistered')",
            (status, UNREACHABLE if status == UNDELIVERED else None, now, now, sid),
        )

    def settle(self, receipt: Receipt, state: str) -> None:
        """Note that a receipt was `taken` by the caller, or `given-up`."""
        self._database.execute("UPDATE receipts SET state = ? WHERE id = ?", (state, receipt.id))

    def owed(self) -> list[tuple[Text, list[Receipt]]]:
        """Return the texts that still owe receipts, as after a restart."""
        waiting: dict[str, list[Receipt]] = {}
        for row in self._database.execute(
            "SELECT id, sid, status FROM receipts WHERE state = 'waiting' ORDER BY id"
        ):
            waiting.setdefault(row["sid"], []).append(Receipt(**row))
        return [(text, receipts) for sid, receipts in waiting.items() if (text := self.get(sid))]

    def get(self, sid: str) -> Text | None:
        """Return one text by its sid."""
        row = self._database.execute("SELECT * FROM texts WHERE sid = ?", (sid,)).fetchone()
        return Text(**row) if row else None

    def after(self, text_id: int, *, recipient: str | None, limit: int) -> list[Text]:
        """Return the texts accepted after one, the oldest first."""
        return self._select({"id > ?": text_id, "recipient = ?": recipient}, "id LIMIT ?", limit)

    def by_reference(self, provider: str, reference: str) -> list[Text]:
        """Return the texts that a provider's sender knows by one id."""
        return self._select({"provider = ?": provider, "reference = ?": reference}, "id LIMIT ?", 100)

    def latest_to(self, recipient: str) -> Text | None:
        """Return the latest text of a phone."""
        return next(iter(self._select({"recipient = ?": recipient}, "id DESC LIMIT ?", 1)), None)

    def _select(self, conditions: Mapping[str, str | float | None], tail: str, *values: int) -> list[Text]:
        """Select by the conditions that have a value; conditions and tail are constants of this module."""
        held = {condition: value for condition, value in conditions.items() if value is not None}
        where = " AND ".join(held) or "true"
        rows = self._database.execute(
            f"SELECT * FROM texts WHERE {where} ORDER BY {tail}",  # noqa: S608
            (*held.values(), *values),
        )
        return [Text(**row) for row in rows]

    def search(
        self,
        *,
        provider: str,
        recipient: str | None,
        sender: str | None,
        sent_from: float | None,
        sent_before: float | None,
        offset: int,
        limit: int,
    ) -> list[Text]:
        """Return what matches, the newest first; a text not sent yet counts by when it was accepted."""
        conditions = {
            "provider = ?": provider,
            "recipient = ?": recipient,
            "sender = ?": sender,
            "coalesce(sent, created) >= ?": sent_from,
            "coalesce(sent, created) < ?": sent_before,
        }
        return self._select(conditions, "id DESC LIMIT ? OFFSET ?", limit, offset)

    def phones(self, limit: int) -> list[sqlite3.Row]:
        """Return the numbers that have texts, the latest text first: name, count, body, created."""
        return self._database.execute(
            "SELECT t.recipient AS name, g.count, t.body, t.created FROM texts t JOIN"
            " (SELECT max(id) AS id, count(*) AS count FROM texts GROUP BY recipient) g USING (id)"
            " ORDER BY t.id DESC LIMIT ?",
            (limit,),
        ).fetchall()

    def counts(self) -> dict[str, int]:
        """Return how many texts and phones there are, and what became of the receipts."""
        texts, phones = self._database.execute(
            "SELECT count(*), count(DISTINCT recipient) FROM texts"
        ).fetchone()
        states = dict(
            self._database.execute("SELECT state, count(*) FROM receipts GROUP BY state").fetchall()
        )
        return {
            "texts": texts,
            "phones": phones,
            "receipts_taken": states.get("taken", 0),
            "receipts_waiting": states.get("waiting", 0),
            "receipts_given_up": states.get("given-up", 0),
        }
