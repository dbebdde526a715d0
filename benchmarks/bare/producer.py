"""The baseline of the relay: a pipelined producer with the platform's settings and nothing around it."""

from __future__ import annotations

import pickle
import sys
import time

from chassis.config import PlatformSettings
from chassis.kafka import producer


def main() -> None:
    """Send the records given on stdin, await them all, and tell how many seconds that took."""
    records = pickle.load(sys.stdin.buffer)
    sender = producer(PlatformSettings.from_env("groups"))
    sender.partitions_for(records[0][0])
    started = time.perf_counter()
    for topic, key, value, headers in records:
        sender.send(topic, key=key, value=value, headers=headers)
    sender.flush()
    print(time.perf_counter() - started)
    sender.close()


if __name__ == "__main__":
    main()
