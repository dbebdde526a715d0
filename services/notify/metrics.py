"""What this service tells Prometheus."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from notify.domain.message import Change, Message, State
from notify.domain.reasons import cause_of
from notify.domain.reminding import Fate

MESSAGES = Counter(
    "hamrah_notify_messages", "Steps of messages, by the state they came to", ["channel", "state"]
)
SEND_SECONDS = Histogram(
    "hamrah_notify_send_seconds",
    "From opening a message to the provider's answer",
    ["channel"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15),
)
RETURNED = Counter("hamrah_notify_returned", "Mails that came back, by what they meant", ["verdict"])
HEALTH = Gauge("hamrah_notify_provider_health", "How well a provider did lately, 0 to 1", ["provider"])
NO_PROVIDER = "none"  # of a message that nobody was handed yet
DUE = Gauge("hamrah_notify_due_messages", "Messages that are due and wait", ["channel"])
WAITED_SECONDS = Histogram(
    "hamrah_notify_waited_seconds",
    "From the creation of a message to its first try",
    ["channel"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600),
)

STRAY_RECEIPTS = Counter(
    "hamrah_notify_stray_receipts", "Receipts of messages that are not ours, or not any more"
)
REMINDERS = Counter("hamrah_notify_reminders", "Reminders that fell due, by what became of them", ["fate"])


def count_reminder(fate: Fate) -> None:
    """Count one reminder that fell due."""
    REMINDERS.labels(fate).inc()


def count(change: Change) -> None:
    """Count one step of a message."""
    if change.moves:
        MESSAGES.labels(change.channel, change.to).inc()


OUTCOMES = Counter(
    "hamrah_notify_outcomes",
    "What became of tries, by template, channel and provider",
    ["template", "channel", "provider", "state"],
)
FAILURES = Counter(
    "hamrah_notify_failures",
    "Messages that failed, by one of a few causes",
    ["channel", "provider", "cause"],
)
_TO_HOURS = (0.1, 0.5, 1, 2, 5, 15, 60, 300, 1800, 7200, 43200)
ACCEPTED_SECONDS = Histogram(
    "hamrah_notify_accepted_seconds",
    "From the event to the provider's acceptance, the hours that a member wants left alone among it",
    ["template", "channel", "provider"],
    buckets=_TO_HOURS,
)
DELIVERED_SECONDS = Histogram(
    "hamrah_notify_delivered_seconds",
    "From the event to the receipt that says it arrived",
    ["template", "channel", "provider"],
    buckets=_TO_HOURS,
)
OVERDUE = Gauge(
    "hamrah_notify_overdue_messages", "Messages due for longer than their class allows", ["urgency"]
)
UNKNOWN = Gauge("hamrah_notify_unknown_messages", "Messages that a provider may have", ["channel"])
PARKED = Gauge("hamrah_notify_parked_facts", "Facts that wait for something")
SUPPRESSED = Gauge("hamrah_notify_suppressed_contacts", "Members whom a channel does not reach", ["channel"])
NEAR_CAP = Gauge("hamrah_notify_centres_near_cap", "Centres at 80 % of their cap of the month or above")
OVER_CAP = Gauge("hamrah_notify_centres_over_cap", "Centres at or over their cap of the month")


def tell_fate(message: Message, change: Change, provider: str) -> None:
    """Count what a try or a receipt brought a message to, and how long that took since its event."""
    if not change.moves:
        return
    labels = (message.template, message.channel, provider)
    OUTCOMES.labels(*labels, change.to).inc()
    if change.to is State.FAILED:
        FAILURES.labels(message.channel, provider, cause_of(change.reason)).inc()
    elif change.to in _LATENCIES:
        since = message.fact_at or message.created_at
        _LATENCIES[change.to].labels(*labels).observe(max(0.0, (change.at - since).total_seconds()))


_LATENCIES = {State.SENT: ACCEPTED_SECONDS, State.DELIVERED: DELIVERED_SECONDS}
