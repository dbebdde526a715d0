"""What people write back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chassis.events import DomainEvent
from notify.domain.contacts import Contacts


class Answers(Protocol):
    """What came in by text, once everything was done about it."""

    def knows(self, answer_id: str) -> bool:
        """Tell whether everything was done about a text."""

    def keep(self, answer_id: str, member_id: str | None, facts: Sequence[DomainEvent], at: datetime) -> None:
        """Keep that a text was taken, with what others are told of it, once."""


class Numbers(Protocol):
    """The numbers that write to us, whoever they reach, and what they said about texts."""

    def stop(self, number: str, said_by: str, at: datetime) -> bool:
        """Let no text go to a number; False where it was so before, or a later word holds.

        `said_by` is the id of the text that says so; said again by the same, the answer is the same.
        """

    def start(self, number: str, said_by: str, at: datetime) -> bool:
        """Let texts go to a number again; False where it was so before, or a later word holds."""

    def start_member(self, member_id: str, at: datetime) -> bool:
        """Let texts go to a member's number again; False where it was so before."""

    def may_be_answered(self, number: str, at: datetime) -> bool:
        """Count an answer to a number; False where it had enough of them in this hour."""


class UnreadTexts(Protocol):
    """Texts that only a person can read."""

    def add_once(self, text_id: str, member: Contacts, sealed: str, at: datetime) -> None:
        """Keep a text, sealed, for the coordinators of the member's home."""

    def handle(self, text_id: str, centre_id: str, by: str, at: datetime) -> bool:
        """Note who saw to a text of a home, the first time; False where the home has no such text."""
