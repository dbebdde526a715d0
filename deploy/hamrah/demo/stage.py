"""What every story plays with, and how it is told in the terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hamrah.demo.client import Gateway, Missing, Person, World, wait_for
from hamrah.demo.data import Admin, run_admin
from hamrah.demo.records import KafkaRecord, Marks, Records
from hamrah.proof import Proof

Prove = Callable[[str, Mapping[str, str]], Proof]
"""Searches everything for a member, by id and by texts that are theirs."""

Operate = Callable[[Sequence[str]], str]
"""Gives what an operator's command says of messages."""

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
        self._print(Text(text), indent=3)

    def text(self, text: dict[str, Any], person: Person) -> None:
        """Show a text as it lies on the phone."""
        self._message("text", text["to"], person, text["body"])

    def email(self, email: dict[str, Any], person: Person) -> None:
        """Show an e-mail as it lies in the mailbox."""
        self._message("e-mail", email["to"], person, f"{email['subject']}\n{email['body'].strip()}")

    def _message(self, kind: str, to: str, person: Person, words: str) -> None:
        self._print(Text(f"{kind} to {to}, in {LANGUAGES[person.language]}", style="dim"), indent=3)
        for line in filter(None, words.splitlines()):
            self._print(Text(line, style="yellow"), indent=5)

    def _print(self, text: Text, indent: int) -> None:
        self._console.print(Padding(text, (0, 0, 0, indent), expand=False))

    def records(self, records: Sequence[KafkaRecord]) -> None:
        """Show where records lie; those of one kind that follow one another take one line."""
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
        for heading in ("type", "topic", "partition", "offset", "key"):
            table.add_column(heading, no_wrap=True, justify="right" if heading == "offset" else "left")
        for (kind, topic, partition, key), run in groupby(records, key=_kind):
            offsets = [record.offset for record in run]
            place = f"{offsets[0]}" if len(offsets) == 1 else f"{offsets[0]}-{offsets[-1]}"
            table.add_row(kind, topic, str(partition), place, key[:8])
        self._console.print(table)

    def end(self, text: str, *, good: bool) -> None:
        """Finish."""
        self._console.print(f"\n[bold {'green' if good else 'red'}]{text}[/]", highlight=False)


def _kind(record: KafkaRecord) -> tuple[str, str, int, str]:
    return record.type, record.topic, record.partition, record.key


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where a story plays.

    `feeds` is the sandbox's address as groups sees it; `admin` does what `hamrah admin ...` does.
    `operate` says what `hamrah notify ...` says, and `prove` searches databases and topics, where they can be
    reached.
    """

    gateway: Gateway
    world: World
    feeds: str
    tell: Telling
    admin: Admin = run_admin
    operate: Operate | None = None
    prove: Prove | None = None

    def newcomer(self, phone: str, language: str) -> Person:
        """Return somebody whom Hamrah has never met."""
        return Person(gateway=self.gateway, world=self.world, phone=phone, language=language)


def tell_types(tell: Telling, records: Records, marks: Marks, expected: Sequence[str]) -> None:
    """Tell how many records of each type came through Kafka since the marks, once each has come."""

    def complete() -> list[str] | None:
        types = [record.type for record in records.since(marks)]
        return types if set(expected) <= set(types) else None

    with tell.step("What went through Kafka"):
        found = wait_for("The story's records in Kafka", complete)
        for name in expected:
            tell.note(f"{found.count(name):>4} {name}")


def expect(true: bool, otherwise: str) -> None:
    """Raise Missing with a sentence unless something is as it has to be."""
    if not true:
        raise Missing(otherwise)
