"""What the operator's commands work with, and how they show it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer
from pymongo.database import Database

from chassis.clock import to_rfc3339
from chassis.config import PlatformSettings
from chassis.ids import ID_PATTERN
from chassis.mongo import connect

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of sentences.")]


@contextmanager
def desk() -> Iterator[tuple[PlatformSettings, Database[dict[str, Any]]]]:
    """Open the database of notify for one command."""
    settings = PlatformSettings.from_env("notify")
    database = connect(settings)
    try:
        yield settings, database
    finally:
        database.client.close()


def an_id(text: str) -> str:
    """Take an id of ours; anything else ends the command."""
    if not re.fullmatch(ID_PATTERN, text):
        raise typer.BadParameter("An id has 32 hexadecimal digits.")
    return text


def show_json(found: Any) -> None:
    """Print one JSON object; moments are RFC 3339."""
    typer.echo(json.dumps(found, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: object) -> str:
    return to_rfc3339(value) if isinstance(value, datetime) else str(value)


def clock(moment: datetime) -> str:
    """Say a moment as operators compare them: UTC, to the second."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
