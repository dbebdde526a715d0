"""`hamrah notify providers`, and `on`, `drain` and `off`: which provider is used, by an operator's hand."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Annotated, Any

import typer
from pymongo.database import Database

from chassis.clock import utc_now
from notify.adapters.providers.registry import Channels, read_channels
from notify.adapters.switches import MongoSwitches
from notify.domain.message import State
from notify.domain.switch import Mode, Switch
from notify.entrypoints.operations.desk import AsJson, clock, desk, show_json
from notify.views import providers as views

LONGEST_NAME = 64
SAID = {
    Mode.ON: "is on: it is given messages again within a second",
    Mode.DRAINING: "drains: it finishes what it has, and is given nothing new",
    Mode.OFF: "is off: it is not called at all, and what it had not tried goes to the next one",
}


def providers(as_json: AsJson = False) -> None:
    """Show each provider: its switch, what waits for its channel, and how its last hour went."""
    with desk() as (_, database):
        rows = _rows(database, read_channels())
    if as_json:
        show_json({"providers": rows})
        return
    for row in rows:
        switched = f" since {clock(row['since'])} by {row['by']}" if row["since"] else ""
        counts = ", ".join(f"{row['lately'][state]} {state}" for state in views.STATES)
        typer.echo(f"{row['channel']}: {row['provider']} is {row['mode']}{switched}")
        typer.echo(f"  last hour: {counts}, {row['good']}; {row['waiting']} wait for the channel")


def _rows(database: Database[dict[str, Any]], channels: Channels) -> list[dict[str, Any]]:
    at = utc_now()
    switches, lately = MongoSwitches(database).all(), views.lately(database, at)
    rows = []
    for channel, specs in channels.items():
        waiting = views.waiting(database, channel, at)
        for spec in specs:
            counts = {state: lately.get(spec.name, {}).get(state, 0) for state in views.STATES}
            switch = switches.get(spec.name)
            rows.append(
                {
                    "channel": channel,
                    "provider": spec.name,
                    "mode": switch.mode if switch else Mode.ON,
                    "since": switch.since if switch else None,
                    "by": switch.by if switch else None,
                    "lately": counts,
                    "good": _share(counts),
                    "waiting": waiting,
                }
            )
    return rows


def _share(counts: dict[State, int]) -> str:
    """Say how many of what was settled went well."""
    settled = sum(counts.values()) - counts[State.UNKNOWN]
    return f"{1 - counts[State.FAILED] / settled:.0%} went well" if settled else "nothing was settled"


def _by() -> str:
    """Name who does it: the account on this machine."""
    try:
        return getpass.getuser()[:LONGEST_NAME]
    except (KeyError, OSError):  # A container's user may have no name.
        return "operator"


def turning(mode: Mode) -> Callable[[str, str | None], None]:
    """Make the command that turns a provider's switch."""

    def turn(
        provider: Annotated[str, typer.Argument(help="A name of HAMRAH_CHANNELS.")],
        by: Annotated[str | None, typer.Option(help="Who does it; else the account here.")] = None,
    ) -> None:
        known = {spec.name for specs in read_channels().values() for spec in specs}
        if provider not in known:
            raise typer.BadParameter(
                f"There is no provider {provider}; there are {', '.join(sorted(known))}."
            )
        with desk() as (_, database):
            MongoSwitches(database).turn(Switch(provider, mode, utc_now(), (by or _by())[:LONGEST_NAME]))
        typer.echo(f"{provider} {SAID[mode]}.")

    return turn
