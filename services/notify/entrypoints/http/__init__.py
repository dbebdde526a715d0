"""The HTTP API of notify, a file per subject."""

from collections.abc import Mapping

from chassis.http import Blueprint, Problem
from chassis.http.holdings import holdings_blueprint
from notify.adapters.holdings import HOLDINGS
from notify.entrypoints.http import (
    answers,
    broadcast_reports,
    broadcasts,
    budget,
    by_link,
    inbox,
    messages,
    opened_contacts,
    preferences,
    provider_webhooks,
    stopped,
    templates,
    unreachable,
    webhooks,
)
from notify.entrypoints.http.context import Context, context

BLUEPRINTS: tuple[Blueprint, ...] = (
    webhooks.webhooks,
    provider_webhooks.provider_webhooks,
    answers.answers,
    messages.messages,
    inbox.inbox,
    preferences.preferences,
    stopped.stopped,
    by_link.by_link,
    opened_contacts.opened_contacts,
    unreachable.unreachable,
    templates.templates,
    broadcasts.broadcasts,
    broadcast_reports.reports,
    budget.budget,
    holdings_blueprint(HOLDINGS, lambda: context().database),
)
PROBLEMS: Mapping[type[Exception], Problem] = {
    **webhooks.PROBLEMS,
    **provider_webhooks.PROBLEMS,
    **answers.PROBLEMS,
    **opened_contacts.PROBLEMS,
    **inbox.PROBLEMS,
    **preferences.PROBLEMS,
    **by_link.PROBLEMS,
    **templates.PROBLEMS,
    **broadcasts.PROBLEMS,
    **budget.PROBLEMS,
}

__all__ = ["BLUEPRINTS", "PROBLEMS", "Context"]
