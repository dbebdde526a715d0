"""What every story plays with, and how it is told in the terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hamrah.demo.client import Gateway, Missing, Person, World
from hamrah.demo.records import KafkaRecord

LANGUAGES = {"en": "English", "pa": "Punjabi", "hi": "Hindi"}


class Telling:
    """Tells a story step by step, each with the milliseconds it took."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._steps = 0

    def title(self, text: str) -> None:
        """Begin."""
        self._console.print(f"\n[bold]{text}[/]")

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Tell what is being done, and once it is done how long it took."""
        self._steps += 1
        began = time.perf_counter()
        self._console.print(f"\n[bold cyan]{self._steps:>2}[/] [bold]{text}[/]", highlight=False)
        yield
        self._console.print(
            f"   [green]done[/] in {(time.perf_counter() - began) * 1000:,.0f} ms", highlight=False
        )

    def note(self, text: str) -> None:
        """Tell a detail."""
        self._console.print(Text(f"   {text}"))

    def text(self, text: dict[str, Any], person: Person) -> None:
        """Show a text as it lies on the phone."""
        self._message("text", text["to"], person, text["body"])

    def email(self, email: dict[str, Any], person: Person) -> None:
        """Show an e-mail as it lies in the mailbox."""
        self._message("e-mail", email["to"], person, f"{email['subject']}\n{email['body'].strip()}")

    def _message(self, kind: str, to: str, person: Person, words: str) -> None:
        label = Text(f"   {kind} to {to} ({LANGUAGES[person.language]})", style="dim")
        self._console.print(label)
        for line in words.splitlines():
            self._console.print(Text(f"   │ {line}", style="yellow"))

    def records(self, records: Sequence[KafkaRecord]) -> None:
        """Show where records lie."""
        table = Table(
            "type", "topic", "partition", "offset", "key", box=None, pad_edge=False, header_style="dim"
        )
        for record in records:
            table.add_row(record.type, record.topic, str(record.partition), str(record.offset), record.key)
        self._console.print(table)

    def end(self, text: str, *, good: bool) -> None:
        """Finish."""
        self._console.print(f"\n[bold {'green' if good else 'red'}]{text}[/]", highlight=False)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where a story plays; `feeds` is the sandbox's address as groups sees it."""

    gateway: Gateway
    world: World
    feeds: str
    tell: Telling

    def newcomer(self, phone: str, language: str) -> Person:
        """Return somebody whom Hamrah has never met."""
        return Person(gateway=self.gateway, world=self.world, phone=phone, language=language)


def expect(true: bool, otherwise: str) -> None:
    """Raise Missing with a sentence unless something is as it has to be."""
    if not true:
        raise Missing(otherwise)
