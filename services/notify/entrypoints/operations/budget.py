"""`hamrah notify budget`: what a centre spends this month, and its cap."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from chassis.clock import utc_now
from notify.adapters.mongo_budgets import MongoBudgets
from notify.domain.budget import Budget, month_of
from notify.entrypoints.operations.desk import AsJson, an_id, desk, show_json

NO_CAP = "none"
MOST_RUPEES = 10_000_000


def budget(
    centre_id: Annotated[str, typer.Argument(callback=an_id)],
    cap: Annotated[str | None, typer.Option(help='Rupees a month, or "none".')] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a centre spends this month, and set its cap. What is urgent is sent all the same."""
    with desk() as (_, database):
        budgets = MongoBudgets(database)
        if cap is not None:
            budgets.set_cap(centre_id, _paise(cap))
        found = budgets.of(centre_id, month_of(utc_now()))
    if as_json:
        show_json({"centre_id": centre_id, "month": found.month, "spent": found.spent, "cap": found.cap})
    else:
        typer.echo(_said(found))


def _paise(text: str) -> int | None:
    if text == NO_CAP:
        return None
    try:
        rupees = Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter('Give rupees, as in 2500 or 2500.50, or "none".') from None
    if not 0 <= rupees <= MOST_RUPEES:
        raise typer.BadParameter(f"Give 0 to {MOST_RUPEES} rupees.")
    return int(rupees * 100)


def _said(found: Budget) -> str:
    channels = ", ".join(f"{channel} {_rupees(paise)}" for channel, paise in sorted(found.spent.items()))
    spent = f"{found.month}: {_rupees(found.total)} spent" + (f" ({channels})" if channels else "")
    return f"{spent}, of {_rupees(found.cap)}." if found.cap is not None else f"{spent}; there is no cap."


def _rupees(paise: int) -> str:
    return f"₹{paise / 100:,.2f}"
