"""Tell the systems of a centre of facts about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.errors.webhooks import WebhookUnknown
from alumni.domain.webhook import Delivery, DeliveryState, Kind, Outcome, Webhook
from alumni.ports import Allowances
from alumni.ports.audit import Audit
from alumni.ports.webhooks import Deliveries, Post, Webhooks
from chassis.ids import derived_id, new_id

PING = "ping"
PINGS_AN_HOUR = 20  # of a centre
_MOST_AT_ONCE = 20  # tries of a few seconds each, so that all are over before the first lease is


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What happened to a centre, by the event that told it: ids only."""

    event_id: str
    centre_id: str
    kind: Kind
    data: Mapping[str, str]
    at: datetime


def create_webhook(
    caller: Caller, *, url: str, kinds: frozenset[Kind], webhooks: Webhooks, post: Post, at: datetime
) -> Webhook:
    """Tell a system of the caller's centre; raises WebhookRefused, TooManyWebhooks."""
    post.check(url)
    webhook = Webhook(id=new_id(), centre_id=centre_of(caller), url=url, kinds=kinds, created_at=at)
    webhooks.add(webhook)
    return webhook


def rotate_secret(
    caller: Caller, webhook_id: str, *, webhooks: Webhooks, audit: Audit, at: datetime
) -> Webhook:
    """Sign with a new secret, and for a day with the one before as well; raises WebhookUnknown."""
    webhook = webhooks.rotate(centre_of(caller), webhook_id, at=at)
    audit.record("rotate-webhook", by=caller.member_id, about=webhook.centre_id, at=at, webhook_id=webhook_id)
    return webhook


def remove_webhook(caller: Caller, webhook_id: str, *, webhooks: Webhooks, deliveries: Deliveries) -> None:
    """Send nothing there any more; raises WebhookUnknown."""
    webhooks.remove(centre_of(caller), webhook_id)
    deliveries.remove(centre_of(caller), webhook_id)


def ping(
    caller: Caller,
    webhook_id: str,
    *,
    webhooks: Webhooks,
    post: Post,
    allowances: Allowances,
    at: datetime,
) -> Outcome:
    """Send something harmless now, and tell what came of it; raises WebhookUnknown, TooManyCodes."""
    webhook = webhooks.get(centre_of(caller), webhook_id)
    allowances.take(f"ping:{webhook.centre_id}", PINGS_AN_HOUR, at=at)
    delivery = Delivery(
        id=new_id(),
        webhook_id=webhook.id,
        centre_id=webhook.centre_id,
        kind=PING,
        occurred_at=at,
        data={},
        due_at=at,
    )
    return post.send(webhook, delivery, at=at)


def replay_dead_letter(
    caller: Caller,
    webhook_id: str,
    delivery_id: str,
    *,
    webhooks: Webhooks,
    deliveries: Deliveries,
    at: datetime,
) -> None:
    """Try a dead letter again, from the beginning; raises WebhookUnknown, DeadLetterUnknown."""
    webhook = webhooks.get(centre_of(caller), webhook_id)
    deliveries.replay(webhook.id, delivery_id, at=at)


def tell_systems(fact: Fact, *, webhooks: Webhooks, deliveries: Deliveries) -> None:
    """Put a fact on its way to every webhook of the centre that wants it, once, however often it is heard."""
    told = [each for each in webhooks.of(fact.centre_id) if fact.kind in each.kinds]
    if told:
        deliveries.add_once([_delivery(fact, each) for each in told])


def forget_systems(centre_id: str, *, webhooks: Webhooks, deliveries: Deliveries) -> None:
    """Send nothing more to a centre that has left."""
    webhooks.remove(centre_id)
    deliveries.remove(centre_id)


def deliver_due(*, webhooks: Webhooks, deliveries: Deliveries, post: Post, at: datetime) -> int:
    """Send what is due, each by one sender at a time; tell how many arrived."""
    arrived = 0
    for _ in range(_MOST_AT_ONCE):
        claimed = deliveries.claim(at)
        if claimed is None:
            break
        arrived += _deliver(claimed, webhooks, deliveries, post, at)
    return arrived


def _deliver(claimed: Delivery, webhooks: Webhooks, deliveries: Deliveries, post: Post, at: datetime) -> bool:
    try:
        webhook = webhooks.get(claimed.centre_id, claimed.webhook_id)
    except WebhookUnknown:
        deliveries.remove(claimed.centre_id, claimed.webhook_id)
        return False
    outcome = post.send(webhook, claimed, at=at)
    settled = claimed.after(outcome, at=at)
    deliveries.settle(claimed, settled)
    if outcome is Outcome.DELIVERED:
        webhooks.arrived(webhook.id)
        return True
    failing = webhooks.failed(webhook.id, at=at)
    if failing and settled.state is DeliveryState.DEAD and failing.has_failed_for_long(at):
        webhooks.pause(webhook.id, at=at)
        deliveries.give_up(webhook.id, at=at)
    return False


def _delivery(fact: Fact, webhook: Webhook) -> Delivery:
    """Make the delivery of a fact; what comes while a webhook is paused waits as a dead letter."""
    paused = webhook.paused_at is not None
    return Delivery(
        id=derived_id("webhook", fact.event_id, webhook.id, fact.kind),
        webhook_id=webhook.id,
        centre_id=fact.centre_id,
        kind=fact.kind,
        occurred_at=fact.at,
        data=fact.data,
        due_at=fact.at,
        state=DeliveryState.DEAD if paused else DeliveryState.WAITING,
        outcome=Outcome.PAUSED if paused else None,
        ended_at=fact.at if paused else None,
    )


def centre_of(caller: Caller) -> str:
    """Name the centre for which the caller acts; raises WebhookUnknown."""
    if caller.centre_id is None:
        raise WebhookUnknown
    return caller.centre_id
