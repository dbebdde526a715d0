"""What a member finds in the inbox: the newest first, in their language; words for a month only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from pymongo import DESCENDING
from pymongo.database import Database

from notify.adapters.documents import to_message
from notify.domain.contacts import INBOX, Language
from notify.domain.message import Message

Row = dict[str, Any]

WORDS_KEPT = timedelta(days=30)
MOST_COUNTED = 100


class Words(Protocol):
    """Puts a message into words: a title and a text."""

    def words(self, message: Message) -> tuple[str, str]:
        """Give the title and the text of a message in its language."""


def inbox_of(
    database: Database[Row],
    member_id: str,
    words: Words,
    at: datetime,
    *,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Row]:
    """Show a member's inbox from behind the last entry shown."""
    where: Row = {"member_id": member_id, "channel": INBOX}
    if after is not None:
        created_at, last_id = after
        where["$or"] = [
            {"created_at": {"$lt": created_at}},
            {"created_at": created_at, "_id": {"$lt": last_id}},
        ]
    newest_first = [("created_at", DESCENDING), ("_id", DESCENDING)]
    found = database["messages"].find(where).sort(newest_first).limit(limit)
    language = _language_of(database, member_id)
    return [_row(to_message(each), language, words, at) for each in found]


def unread_in(database: Database[Row], member_id: str, at: datetime) -> int:
    """Count what a member has not read and still can; more than 100 are told as 100."""
    unread = {
        "member_id": member_id,
        "channel": INBOX,
        "read_at": None,
        "created_at": {"$gt": at - WORDS_KEPT},
    }
    return database["messages"].count_documents(unread, limit=MOST_COUNTED)


def _language_of(database: Database[Row], member_id: str) -> Language | None:
    """Give the language of this moment, which may not be the one that the entries were made in."""
    found = database["contacts"].find_one({"_id": member_id}, {"language": True})
    return Language(found["language"]) if found else None


def _row(message: Message, language: Language | None, words: Words, at: datetime) -> Row:
    said = replace(message, language=language or message.language)
    is_kept = message.created_at > at - WORDS_KEPT
    title, text = words.words(said) if is_kept else (None, None)
    return {
        "id": message.id,
        "title": title,
        "text": text,
        "language": said.language if is_kept else None,
        "template": message.template,
        "purpose": message.purpose,
        "why": message.fact_type,
        "is_urgent": message.urgency == 0,
        "created_at": message.created_at,
        "read_at": message.read_at,
    }
