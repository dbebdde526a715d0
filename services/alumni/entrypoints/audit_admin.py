"""The operator's view of the audit log: read it, and find out whether it is whole."""

from typing import Annotated

import typer

from alumni.adapters.mongo.audit import MongoAudit
from alumni.config import Settings
from alumni.domain.audit import Head, verify
from chassis.clock import to_rfc3339
from chassis.mongo import connect

MOST_LINES = 1_000

audit = typer.Typer(help="The record of what was done to whose data.", no_args_is_help=True)


def _head(text: str | None) -> Head | None:
    try:
        return Head.parse(text) if text else None
    except ValueError:
        raise typer.BadParameter("A head is written <sequence>:<hash>, as verify prints it.") from None


def _log() -> MongoAudit:
    return MongoAudit(connect(Settings.from_env().platform))


@audit.command("verify")
def verify_chain(
    anchor: Annotated[str | None, typer.Option(help="A head that was printed before.")] = None,
) -> None:
    """Follow the whole chain; fail where an entry was changed, removed, inserted or moved."""
    known = _head(anchor)
    verdict = verify(_log().chain(), known)
    if not verdict.unbroken:
        typer.echo(f"broken at entry {verdict.broken_at}; unbroken up to {verdict.head}", err=True)
        raise typer.Exit(1)
    typer.echo(f"unbroken, {verdict.head.sequence} entries; the head is {verdict.head}")


@audit.command("list")
def list_entries(
    about: Annotated[str | None, typer.Option(help="The id of a member, a centre or a thing.")] = None,
    last: Annotated[int, typer.Option(min=1, max=MOST_LINES, help="How many.")] = 50,
) -> None:
    """Show the latest entries, the last first."""
    for each in _log().page(about=about, behind=None, limit=last):
        ids = " ".join(f"{name}={value}" for name, value in sorted(each.ids.items()))
        typer.echo(
            f"{each.sequence}  {to_rfc3339(each.at)}  {each.act}  by {each.by}  about {each.about}  {ids}"
        )
