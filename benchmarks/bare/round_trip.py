"""The baseline of a text's way: what one record takes through Kafka, with the platform's own clients."""

from __future__ import annotations

import json
import random
import sys
import threading
import time

from chassis.config import PlatformSettings
from chassis.ids import new_id
from chassis.kafka import Topic, consumer, ensure_topics, producer

TOPIC = "bench.round-trip"
_DAY_MS = 86_400_000


def main() -> None:
    """Send records one at a time; tell how many seconds each took until a poll gave it."""
    plan = json.load(sys.stdin)
    settings = PlatformSettings.from_env("groups")
    ensure_topics(settings.kafka_bootstrap, [Topic(name=TOPIC, partitions=8, retention_ms=_DAY_MS)])
    source = consumer(settings, f"bench-{new_id()}", [TOPIC])
    sender = producer(settings)
    sender.partitions_for(TOPIC)
    while not source.assignment():
        source.poll(timeout_ms=100)
    trips = []
    for _ in range(plan["records"] + 1):
        threading.Event().wait(random.uniform(*plan["pauses"]))
        key = new_id().encode()
        started = time.monotonic()
        sender.send(TOPIC, key=key, value=b"{}")
        while not source.poll(timeout_ms=1_000):
            pass
        trips.append(time.monotonic() - started)
    print(json.dumps(trips[1:]))
    sender.close()
    source.close(autocommit=False)


if __name__ == "__main__":
    main()
