"""`hamrah notify stuck`: what should have left or settled by now, why it has not, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any

import typer
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.config import PlatformSettings
from chassis.kafka import ENGINE_ERRORS
from notify.domain.reasons import why
from notify.entrypoints.operations.desk import AsJson, clock, desk, show_json
from notify.entrypoints.operations.replay import offered
from notify.views import stuck as views

Row = dict[str, Any]

TITLES = {
    "overdue": "Due, and not sent for longer than their class allows",
    "in_doubt": "In doubt: the provider may have them",
    "lapsed": "Held by a sender that is gone",
    "parked": "Facts that wait",
    "dead_letters": "Facts that were given up",
}
TO_DO = {
    "overdue": "See `hamrah notify providers`: one that is off or failing keeps its messages waiting.",
    "in_doubt": "The provider could not be asked: see its own status. A receipt settles them too.",
    "lapsed": "No sender reaches the database: start notify's sender, which finds out what became of them.",
    "parked": "They are tried again. If what they wait for never comes: `hamrah notify trace ID`.",
    "dead_letters": "Mend the cause, then `hamrah notify replay --dry-run` and `hamrah notify replay`.",
}


def stuck(
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many of each kind.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show what should have left or settled by now, with its cause and what to do; fail if there is any."""
    with desk() as (settings, database):
        found = stuck_ones(settings, database, most)
    if as_json:
        show_json(found)
    else:
        for line in lines(found):
            typer.echo(line)
    if any(found.values()):
        raise typer.Exit(1)


def stuck_ones(settings: PlatformSettings, database: Database[Row], most: int) -> dict[str, list[Row]]:
    """Gather whatever is stuck, by kind."""
    at = utc_now()
    return {
        "overdue": views.overdue(database, at, most),
        "in_doubt": views.in_doubt(database, at, most),
        "lapsed": views.lapsed(database, at, most),
        "parked": views.parked(database, most),
        "dead_letters": _letters(settings, database, most),
    }


def _letters(settings: PlatformSettings, database: Database[Row], most: int) -> list[Row]:
    try:
        letters = offered(settings, database, None)
    except ENGINE_ERRORS as away:
        return [
            {
                "event_id": "-",
                "type": "-",
                "since": utc_now(),
                "cause": f"Kafka is away ({type(away).__name__})",
            }
        ]
    return [
        {"event_id": each.event_id, "type": each.type, "since": each.buried_at, "cause": each.cause}
        for each in letters[-most:]
    ]


def lines(found: Mapping[str, list[Row]]) -> Iterator[str]:
    """Tell in sentences what is stuck."""
    if not any(found.values()):
        yield "Nothing is stuck."
    for kind, rows in found.items():
        if not rows:
            continue
        yield f"{TITLES[kind]}: {len(rows)}"
        for row in rows:
            yield f"  {_SENTENCES[kind](row)}"
        yield f"  What to do: {TO_DO[kind]}"


def _message(row: Row) -> str:
    tried = f", {row['attempts']} tries, {why(row['reason'])}" if row.get("reason") else ""
    over = f"{row['channel']}" + (f" by {row['provider']}" if row.get("provider") else "")
    return f"{row['id']}  {row['template']} over {over}, due since {clock(row['due_at'])}{tried}"


def _fact(row: Row) -> str:
    return f"{row['event_id']}  {row['type']}, since {clock(row['since'])}: {row['cause']}"


_SENTENCES: Mapping[str, Callable[[Row], str]] = {
    "overdue": _message,
    "in_doubt": _message,
    "lapsed": _message,
    "parked": _fact,
    "dead_letters": _fact,
}
