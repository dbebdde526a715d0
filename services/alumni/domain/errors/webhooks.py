"""What is refused about webhooks."""

from alumni.domain.errors.rule import RuleBroken


class WebhookUnknown(RuleBroken):
    """The centre has no such webhook."""


class WebhookRefused(RuleBroken):
    """Nothing is sent to this address: it is not on the public internet, or not reached by https."""


class TooManyWebhooks(RuleBroken):
    """A centre has as many webhooks as it may have."""


class DeadLetterUnknown(RuleBroken):
    """The webhook has no such dead letter."""
