"""Webhooks of partner centres, their deliveries, and the way out."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from alumni.domain.webhook import Delivery, Outcome, Webhook


class Webhooks(Protocol):
    """Where centres hear of facts."""

    def add(self, webhook: Webhook) -> None:
        """Store a new webhook; TooManyWebhooks."""

    def get(self, centre_id: str, webhook_id: str) -> Webhook:
        """Load a webhook of a centre; WebhookUnknown."""

    def of(self, centre_id: str) -> Sequence[Webhook]:
        """List the webhooks of a centre, the oldest first."""

    def rotate(self, centre_id: str, webhook_id: str, *, at: datetime) -> Webhook:
        """Go over to the next secret in one atomic step; WebhookUnknown."""

    def resume(self, centre_id: str, webhook_id: str) -> None:
        """Send to it again; WebhookUnknown."""

    def arrived(self, webhook_id: str) -> None:
        """Take note that something arrived."""

    def failed(self, webhook_id: str, *, at: datetime) -> Webhook | None:
        """Take note that something did not arrive, since the first time; give the webhook, if it is there."""

    def pause(self, webhook_id: str, *, at: datetime) -> None:
        """Send nothing to it until somebody looks."""

    def remove(self, centre_id: str, webhook_id: str | None = None) -> None:
        """Forget a webhook of a centre, or all; WebhookUnknown where there is none of this id."""


class Deliveries(Protocol):
    """What is on its way to webhooks."""

    def add_once(self, deliveries: Collection[Delivery]) -> None:
        """Store new deliveries; what is there already stays as it is."""

    def claim(self, at: datetime) -> Delivery | None:
        """Take one that is due, and let nobody else have it for the time of a lease."""

    def settle(self, claimed: Delivery, settled: Delivery) -> None:
        """Store what came of a try, unless the lease was over and another one tried."""

    def give_up(self, webhook_id: str, *, at: datetime) -> None:
        """Make dead letters of everything that waits for a webhook."""

    def replay(self, webhook_id: str, delivery_id: str, *, at: datetime) -> None:
        """Let a dead letter begin anew; DeadLetterUnknown."""

    def remove(self, centre_id: str, webhook_id: str | None = None) -> None:
        """Forget what was on its way to a webhook, or to all of a centre."""


class Post(Protocol):
    """The way out."""

    def check(self, url: str) -> None:
        """Refuse an address to which nothing would be sent; raises WebhookRefused."""

    def send(self, webhook: Webhook, delivery: Delivery, *, at: datetime) -> Outcome:
        """Send a delivery, signed; says what came of it, and raises nothing."""

    def secret_of(self, webhook: Webhook) -> str:
        """Give the secret by which the centre's system checks signatures."""
