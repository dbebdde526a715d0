"""The command that proves an erasure: `hamrah admin erasure prove`."""

import re
from typing import Annotated

import typer

from chassis.ids import ID_PATTERN
from hamrah.proof import prove

erasure = typer.Typer(help="Members who were erased.", no_args_is_help=True)


@erasure.callback()
def about() -> None:
    """Let `prove` be a command of its own, whatever comes beside it."""


@erasure.command("prove")
def prove_erasure(
    member_id: str,
    texts: Annotated[
        bool, typer.Option("--texts", help="Ask for texts to look for besides, which are not shown.")
    ] = False,
) -> None:
    """Search every value of every database and topic for somebody; fail when anything is found."""
    from chassis.config import PlatformSettings

    if not re.fullmatch(ID_PATTERN, member_id):
        raise typer.BadParameter("An id has 32 hexadecimal digits.")
    known: dict[str, str] = {}
    while texts and (text := typer.prompt("Text (nothing ends)", default="", hide_input=True)):
        known[f"text {len(known) + 1}"] = text
    settings = PlatformSettings.from_env("alumni")
    proof = prove(settings.mongodb_uri, settings.kafka_bootstrap, member_id, known)
    for line in proof.lines():
        typer.echo(line)
    if not proof.holds:
        raise typer.Exit(1)
