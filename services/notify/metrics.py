"""What this service tells Prometheus."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from notify.domain.message import Change

MESSAGES = Counter(
    "hamrah_notify_messages", "Steps of messages, by the state they came to", ["channel", "state"]
)
SEND_SECONDS = Histogram(
    "hamrah_notify_send_seconds",
    "From opening a message to the provider's answer",
    ["channel"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15),
)
HEALTH = Gauge("hamrah_notify_provider_health", "How well a provider did lately, 0 to 1", ["provider"])
DUE = Gauge("hamrah_notify_due_messages", "Messages that are due and wait", ["channel"])
WAITED_SECONDS = Histogram(
    "hamrah_notify_waited_seconds",
    "From the creation of a message to its first try",
    ["channel"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600),
)


def count(change: Change) -> None:
    """Count one step of a message."""
    if change.moves:
        MESSAGES.labels(change.channel, change.to).inc()
