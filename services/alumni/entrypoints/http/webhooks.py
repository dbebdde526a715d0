"""Where a centre's own system hears of facts about the centre."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import webhooks as refusals
from alumni.domain.member import Role
from alumni.domain.webhook import Outcome, Webhook
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import webhooks as schemas
from alumni.handlers import webhooks as handlers
from alumni.views import webhooks as views
from chassis.clock import utc_now
from chassis.http import Blueprint, PageArguments, Problem, decode_cursor, one_page, raises, requires

NOT_STORED = {"Cache-Control": "no-store"}

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.WebhookUnknown: Problem(404, "webhook-unknown", "The centre has no such webhook."),
    refusals.WebhookRefused: Problem(409, "webhook-refused", "Nothing is sent to this address."),
    refusals.TooManyWebhooks: Problem(
        409, "too-many-webhooks", "The centre has as many webhooks as it may have."
    ),
    refusals.DeadLetterUnknown: Problem(404, "dead-letter-unknown", "There is no such dead letter."),
}

webhooks = Blueprint(
    "webhooks",
    __name__,
    url_prefix="/api/alumni/centre/webhooks",
    description="Telling a centre's own systems",
)


@webhooks.post("")
@webhooks.arguments(schemas.NewWebhookSchema)
@webhooks.response(201, schemas.ShownWebhookSchema)
@raises(refusals.WebhookUnknown, refusals.WebhookRefused, refusals.TooManyWebhooks)
@requires(Role.COORDINATOR)
def post_webhook(request: dict[str, Any]) -> Any:
    """Tell a system of the caller's centre of facts; no later answer holds the secret that signs them"""
    work = context()
    made = handlers.create_webhook(
        caller(), **request, webhooks=work.stores.webhooks, post=work.post, at=utc_now()
    )
    return _shown(made), NOT_STORED


@webhooks.get("")
@webhooks.response(200, schemas.WebhooksSchema)
@raises(refusals.WebhookUnknown)
@requires(Role.COORDINATOR)
def get_webhooks() -> dict[str, Any]:
    """List the webhooks of the caller's centre, and which of them are paused"""
    found = context().stores.webhooks.of(handlers.centre_of(caller()))
    return {"items": [views.webhook(each) for each in found]}


@webhooks.post("/<id:webhook_id>/rotation")
@webhooks.response(200, schemas.ShownWebhookSchema)
@raises(refusals.WebhookUnknown)
@requires(Role.COORDINATOR)
def post_rotation(webhook_id: str) -> Any:
    """Sign with a new secret, and for 24 hours with the one before as well"""
    stores = context().stores
    rotated = handlers.rotate_secret(
        caller(), webhook_id, webhooks=stores.webhooks, audit=stores.audit, at=utc_now()
    )
    return _shown(rotated), NOT_STORED


@webhooks.post("/<id:webhook_id>/ping")
@webhooks.response(200, schemas.PingedSchema)
@raises(refusals.WebhookUnknown, errors.TooManyCodes)
@requires(Role.COORDINATOR)
def post_ping(webhook_id: str) -> dict[str, Any]:
    """Send a test now, and tell what came of it"""
    work = context()
    outcome = handlers.ping(
        caller(),
        webhook_id,
        webhooks=work.stores.webhooks,
        post=work.post,
        allowances=work.stores.allowances,
        at=utc_now(),
    )
    return {"arrived": outcome is Outcome.DELIVERED, "outcome": outcome}


@webhooks.post("/<id:webhook_id>/resumption")
@webhooks.response(204)
@raises(refusals.WebhookUnknown)
@requires(Role.COORDINATOR)
def post_resumption(webhook_id: str) -> None:
    """Send to a paused webhook again; what it missed waits among the dead letters"""
    context().stores.webhooks.resume(handlers.centre_of(caller()), webhook_id)


@webhooks.delete("/<id:webhook_id>")
@webhooks.response(204)
@raises(refusals.WebhookUnknown)
@requires(Role.COORDINATOR)
def delete_webhook(webhook_id: str) -> None:
    """Send nothing there any more"""
    stores = context().stores
    handlers.remove_webhook(caller(), webhook_id, webhooks=stores.webhooks, deliveries=stores.deliveries)


@webhooks.get("/<id:webhook_id>/dead-letters")
@webhooks.arguments(PageArguments, location="query")
@webhooks.response(200, schemas.DeadLetterPageSchema)
@raises(refusals.WebhookUnknown)
@requires(Role.COORDINATOR)
def get_dead_letters(page: dict[str, Any], webhook_id: str) -> dict[str, Any]:
    """List what never arrived, of the last 30 days"""
    stores = context().stores
    found = stores.webhooks.get(handlers.centre_of(caller()), webhook_id)
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    rows = views.dead_letters(stores.database, found.id, behind=behind, limit=page["page_size"] + 1)
    return one_page(rows, page["page_size"], "id")


@webhooks.post("/<id:webhook_id>/dead-letters/<id:delivery_id>/replay")
@webhooks.response(204)
@raises(refusals.WebhookUnknown, refusals.DeadLetterUnknown)
@requires(Role.COORDINATOR)
def post_replay(webhook_id: str, delivery_id: str) -> None:
    """Try a dead letter again, from the beginning"""
    stores = context().stores
    handlers.replay_dead_letter(
        caller(),
        webhook_id,
        delivery_id,
        webhooks=stores.webhooks,
        deliveries=stores.deliveries,
        at=utc_now(),
    )


def _shown(webhook: Webhook) -> dict[str, Any]:
    return {**views.webhook(webhook), "secret": context().post.secret_of(webhook)}
