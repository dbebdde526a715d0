"""The command `hamrah notify`, put together."""

from __future__ import annotations

import typer

from notify.entrypoints.operations.replay import replay_letters
from notify.entrypoints.operations.stuck import stuck
from notify.entrypoints.operations.trace import trace

app = typer.Typer(help="Messages: follow one, find what is stuck, mend.", no_args_is_help=True)
app.command()(trace)
app.command()(stuck)
app.command("replay")(replay_letters)
