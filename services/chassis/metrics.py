"""What relays and consumers tell Prometheus."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

RELAY_PUBLISHED = Counter("hamrah_relay_published", "Events acknowledged by Kafka", ["source"])
RELAY_FAILED = Counter("hamrah_relay_failed", "Sends of events that failed", ["source"])
RELAY_PENDING = Gauge("hamrah_relay_pending", "Documents with events to publish, at most 10000", ["source"])
RELAY_LAG = Gauge("hamrah_relay_lag_seconds", "Age of the oldest event just read from an outbox", ["source"])
RELAY_SHARDS = Gauge("hamrah_relay_shards", "Shards whose lease this relay holds", ["source"])
RELAY_BATCH = Histogram(
    "hamrah_relay_batch_seconds", "From reading a batch to marking it", ["source"], buckets=_SECONDS
)

CONSUMED = Counter("hamrah_consumer_processed", "Records handled", ["group", "topic"])
PARKED = Counter("hamrah_consumer_parked", "Records parked", ["group", "topic"])
DEAD_LETTERED = Counter("hamrah_consumer_dead_lettered", "Records given up", ["group", "topic"])
RETRIED = Counter("hamrah_consumer_retried", "Retries of parked records", ["group", "topic"])
BUGS = Counter("hamrah_consumer_bugs", "Handlers that raised an unexpected error", ["group", "topic"])
PARKED_KEYS = Gauge("hamrah_consumer_parked_keys", "Keys that wait behind a parked record", ["group"])
HANDLED_IN = Histogram(
    "hamrah_consumer_handler_seconds", "Time in the handler", ["group", "topic"], buckets=_SECONDS
)
EVENT_AGE = Histogram(
    "hamrah_consumer_event_age_seconds",
    "From the event's time to its handling",
    ["group", "topic"],
    buckets=(*_SECONDS, 60.0, 600.0),
)
