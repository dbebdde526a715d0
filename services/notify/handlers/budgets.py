"""How coordinators learn that their month's money runs out: once at 80 %, once at 100 %."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.events import Event
from chassis.ids import derived_id
from notify.domain.budget import month_of
from notify.domain.message import Template
from notify.domain.preferences import Purpose
from notify.handlers.telling import News, notice
from notify.ports import Budgets, MemberContacts, Messages

REACHED = "notify.budget.reached.v1"  # it is told by nobody but us, and to nobody else
LASTS = timedelta(days=7)


def warn_of_budgets(budgets: Budgets, contacts: MemberContacts, messages: Messages, at: datetime) -> int:
    """Tell who acts for each centre that has spent much of its cap; the answer is how many centres.

    The same month and share make the same messages, so doing it twice tells nobody twice.
    """
    month = month_of(at)
    due = budgets.to_warn(month)
    for centre_id, percent in due:
        known = contacts.of(contacts.acting_for([centre_id]))
        event = _event(centre_id, month, percent, at)
        news = News(
            template=Template.BUDGET_WARNING,
            expires_at=at + LASTS,
            params={"percent": percent},
            purpose=Purpose.CENTRE,
        )
        messages.add_once([each for member in known.values() for each in notice(event, news, member)])
        budgets.note_warned(centre_id, month, percent)
    return len(due)


def _event(centre_id: str, month: str, percent: int, at: datetime) -> Event:
    return Event(
        id=derived_id("budget", centre_id, month, str(percent)),
        type=REACHED,
        source="notify",
        time=at,
        key=centre_id,
        sequence=1,
        data={},
        traceparent=None,
    )
