"""`hamrah notify replay`: dead letters are handled after all, once their cause is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.config import PlatformSettings
from chassis.dispatch import Dispatcher
from chassis.events import Event
from chassis.handling import ENGINE_ERRORS
from chassis.inside import InsideService
from chassis.letters import Letter, read_letters
from notify.adapters.numbers import SealedNumbers
from notify.adapters.replayed import MongoReplayed
from notify.adapters.sealed_contacts import AlumniContacts
from notify.config import alumni_url
from notify.entrypoints.consumer import reading_on
from notify.entrypoints.operations.desk import AsJson, an_id, clock, desk, show_json
from notify.handlers.replaying import Fate, Replay, replay

Dispatch = Callable[[Event], None]


def replay_letters(
    event: Annotated[str | None, typer.Option(help="Only the dead letters of this event.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show them, and do nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Handle dead letters after all; only notify hears of them, and what is handled is not offered again.

    Fails when one is still broken.
    """
    wanted = an_id(event) if event else None
    with desk() as (settings, database):
        letters = offered(settings, database, wanted)
        if not as_json:
            _show(letters)
        if dry_run or not letters or not (yes or as_json or typer.confirm(f"Replay {len(letters)}?")):
            if as_json:
                show_json({"offered": [_row(each) for each in letters]})
            return
        done = list(_replayed(letters, database, dispatch_on(settings, database), quiet=as_json))
    _report(done, as_json=as_json)
    if any(each.fate is Fate.BROKEN for each in done):
        raise typer.Exit(1)


def offered(
    settings: PlatformSettings, database: Database[dict[str, Any]], event_id: str | None
) -> list[Letter]:
    """Give the dead letters that nobody has handled since, the oldest first; each event once."""
    letters = [each for each in read_letters(settings, "notify") if event_id in (None, each.event_id)]
    done = set(MongoReplayed(database).among([(each.number, each.event_id) for each in letters]))
    return [each for each in letters if (each.number, each.event_id) not in done]


def dispatch_on(settings: PlatformSettings, database: Database[dict[str, Any]]) -> Dispatch:
    """Give what handles an event, as the consumer does."""
    alumni = AlumniContacts(InsideService(alumni_url()))
    return Dispatcher(reading_on(database, alumni, SealedNumbers.read(settings)).readers)


def _replayed(
    letters: Sequence[Letter], database: Database[dict[str, Any]], dispatch: Dispatch, *, quiet: bool
) -> Iterator[Replay]:
    replayed = MongoReplayed(database)
    with _progress(letters, quiet=quiet) as track:
        for letter in track:
            done = replay(letter, dispatch)
            if done.fate is Fate.REPLAYED:
                replayed.add(letter.number, letter.event_id, utc_now())
            yield done


@contextmanager
def _progress(letters: Sequence[Letter], *, quiet: bool) -> Iterator[Iterator[Letter]]:
    """Show how far it is; an engine that is away ends it, and what was handled stays so."""
    try:
        if quiet:
            yield iter(letters)
        else:
            with typer.progressbar(letters, label="Replaying") as bar:
                yield iter(bar)
    except ENGINE_ERRORS as away:
        typer.echo(f"An engine is away ({type(away).__name__}): run it again later.", err=True)
        raise typer.Exit(2) from away


def _show(letters: Sequence[Letter]) -> None:
    if not letters:
        typer.echo("No dead letter waits.")
    for each in letters:
        typer.echo(f"{clock(each.buried_at)}  {each.type}  event {each.event_id}  {each.cause}")


def _row(letter: Letter) -> dict[str, Any]:
    names = ("number", "event_id", "type", "topic", "partition", "offset", "cause", "buried_at", "whole")
    return {name: getattr(letter, name) for name in names}


def _report(done: Sequence[Replay], *, as_json: bool) -> None:
    counted = Counter(each.fate for each in done)
    if as_json:
        rows = [{**_row(each.letter), "fate": each.fate, "now": each.cause} for each in done]
        show_json({"letters": rows, **{fate: counted[fate] for fate in Fate}})
        return
    for each in done:
        if each.fate is not Fate.REPLAYED:
            typer.echo(f"{each.fate}: event {each.letter.event_id}: {each.cause}")
    typer.echo(", ".join(f"{counted[fate]} {fate}" for fate in Fate))
