"""The sandbox's one file: what reached the phones and the mailboxes, and the receipts still owed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (
    id INTEGER PRIMARY KEY,
    sid TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    sender TEXT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    error_code INTEGER,
    callback TEXT,
    created REAL NOT NULL,
    sent REAL,
    updated REAL NOT NULL,
    provider TEXT NOT NULL DEFAULT 'twilio',
    reference TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS texts_by_recipient ON texts (recipient, id);
CREATE TABLE IF NOT EXISTS receipts (
    id INTEGER PRIMARY KEY,
    sid TEXT NOT NULL,
    status TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting'
);
CREATE INDEX IF NOT EXISTS receipts_waiting ON receipts (id) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS emails (
    id INTEGER PRIMARY KEY,
    message_id TEXT,
    recipient TEXT NOT NULL,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    suppressed INTEGER NOT NULL DEFAULT 0,
    created REAL NOT NULL,
    UNIQUE (message_id, recipient)
);
CREATE TABLE IF NOT EXISTS returns (
    id INTEGER PRIMARY KEY,
    content BLOB NOT NULL,
    flags TEXT NOT NULL,
    created REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS emails_by_recipient ON emails (recipient, id);
"""

REFERENCES = "CREATE INDEX IF NOT EXISTS texts_by_reference ON texts (reference) WHERE reference <> ''"
LATER_COLUMNS = {"provider": "TEXT NOT NULL DEFAULT 'twilio'", "reference": "TEXT NOT NULL DEFAULT ''"}


def _add_missing_columns(database: sqlite3.Connection) -> None:
    """Bring a file of a former version up to this one."""
    there = {row["name"] for row in database.execute("PRAGMA table_info(texts)")}
    for name, kind in LATER_COLUMNS.items():
        if name not in there:
            database.execute(f"ALTER TABLE texts ADD COLUMN {name} {kind}")


def open_database(directory: Path) -> sqlite3.Connection:
    """Open the sandbox's database, made on the first start.

    Everything runs on one event loop, so one connection serves all. Each statement commits by itself; without
    waiting for the disk, since a killed process loses nothing of what it has handed to the system.
    """
    directory.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(directory / "sandbox.sqlite3", isolation_level=None)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")
    database.executescript(SCHEMA)
    _add_missing_columns(database)
    database.execute(REFERENCES)
    return database
