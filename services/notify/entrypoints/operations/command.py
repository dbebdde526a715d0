"""The command `hamrah notify`, put together."""

from __future__ import annotations

import typer

from notify.domain.switch import Mode
from notify.entrypoints.operations.budget import budget
from notify.entrypoints.operations.providers import providers, turning
from notify.entrypoints.operations.replay import replay_letters
from notify.entrypoints.operations.stuck import stuck
from notify.entrypoints.operations.trace import trace

app = typer.Typer(help="Messages: follow one, find what is stuck, mend.", no_args_is_help=True)
app.command()(trace)
app.command()(stuck)
app.command("replay")(replay_letters)
app.command()(budget)
app.command()(providers)
app.command("on", help="Use a provider again.")(turning(Mode.ON))
app.command("drain", help="Let a provider finish what it has, and give it nothing new.")(
    turning(Mode.DRAINING)
)
app.command("off", help="Do not call a provider at all.")(turning(Mode.OFF))
