"""`hamrah notify trace`: what became of one message, notice or event, from its fact to its end."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from pymongo.database import Database

from chassis.config import PlatformSettings
from chassis.events import topic_of
from chassis.kafka import ENGINE_ERRORS
from chassis.letters import read_letters
from chassis.looking import find_event
from notify.entrypoints.operations.desk import AsJson, desk, show_json
from notify.entrypoints.operations.sentences import lines
from notify.views.trace import messages_about, parked_event

Row = dict[str, Any]


def trace(
    asked: Annotated[
        str, typer.Argument(metavar="ID", help="Of a message, a notice or an event; or a provider's id.")
    ],
    as_json: AsJson = False,
) -> None:
    """Follow one message, notice or event to its end. Shows no contact, no words and no code."""
    with desk() as (settings, database):
        found = traced(settings, database, asked)
    if as_json:
        show_json(found)
    else:
        for line in lines(found):
            typer.echo(line)
    if not found["messages"] and not found["event"]:
        raise typer.Exit(1)


def traced(settings: PlatformSettings, database: Database[Row], asked: str) -> Row:
    """Gather all that is known about an id."""
    kind, messages = messages_about(database, asked)
    first = messages[0] if messages else {}
    event_id = first.get("fact_id") or (asked if kind in ("", "event") else None)
    event = _event(settings, database, event_id, first) if event_id else None
    return {
        "asked": asked,
        "is": kind or ("event" if event else "nothing"),
        "event": event,
        "messages": messages,
    }


def _event(settings: PlatformSettings, database: Database[Row], event_id: str, first: Row) -> Row | None:
    kind, at = first.get("fact_type"), first.get("fact_at")
    known: Row = {"id": event_id, "type": kind, "at": at}
    if waits := parked_event(database, event_id):
        return {**known, "fate": "parked", **waits}
    try:
        letters = [each for each in read_letters(settings, "notify") if each.event_id == event_id]
        seen = find_event(settings, "notify", event_id, topic_of(kind) if kind else None, at)
    except ENGINE_ERRORS as away:
        return {**known, "fate": f"not looked up: Kafka is away ({type(away).__name__})"} if kind else None
    if letters and not first:
        last = letters[-1]
        return {
            **known,
            "fate": "dead-lettered",
            **{name: getattr(last, name) for name in ("type", "topic", "partition", "offset", "cause")},
            "buried_at": last.buried_at,
        }
    if seen:
        place = {"topic": seen.topic, "partition": seen.partition, "offset": seen.offset}
        return {**known, "type": seen.type, "at": seen.at, **place, "fate": _fate(seen.was_read, first)}
    return {**known, "fate": "told; its topic does not hold it any more"} if kind else None


def _fate(was_read: bool, first: Row) -> str:
    if first:
        return "told"
    return "read, and told nobody" if was_read else "not read yet"
