"""From the 201 of a registration to the provider that accepted its text, against a bare Kafka round trip."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from statistics import median

from benchmarks.figures.notify import OURS
from benchmarks.figures.relay import baseline
from benchmarks.figures.world import keep_contacts, lay_out, occurrence, tokens
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage, wait_for

REGISTRATIONS = 50
PAUSES = (0.02, 0.15)  # seconds between two registrations, chosen evenly
TIMES = 3


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Register one after the other, and send bare records one after the other, in turn."""
    keep_contacts(stage, REGISTRATIONS)
    signed = tokens(stage, REGISTRATIONS)
    measured = []
    for number in range(rounds + 1):
        stage.progress(f"201 to provider: round {number} of {rounds}")
        delays, provider = _register(stage, signed)
        given = json.dumps({"records": REGISTRATIONS, "pauses": PAUSES}).encode()
        trips = json.loads(baseline(stage, "round_trip", given))
        measured.append(Round(median(delays) * 1000, median(trips) * 1000, allowance=median(provider) * 1000))
    return [
        Figure(
            name="201 to provider accepted, p50",
            unit="ms",
            goal=Goal("at most", TIMES),
            rounds=measured[1:],
            how=(
                f"{REGISTRATIONS} registrations a round through the gateway, one at a time with "
                f"{PAUSES[0] * 1000:.0f} to {PAUSES[1] * 1000:.0f} ms between them; from the client's having "
                "read the 201 until the provider answered the sender, less the provider's own time, as a "
                "multiple of the baseline. Baseline: a producer and a consumer as the platform configures "
                "them, in one process, from send to the poll that gives the record, with the same pauses."
            ),
        )
    ]


def _register(stage: Stage, signed: Sequence[str]) -> tuple[list[float], list[float]]:
    """Give the seconds from each 201 to its acceptance, and those that the provider itself took."""
    [occurrence_id] = lay_out(stage, [occurrence(len(signed))])
    stage.provider.forget(OURS)
    gateway = HTTPConnection("127.0.0.1", stage.platform.ports.gateway)
    answered = []
    for token in signed:
        threading.Event().wait(random.uniform(*PAUSES))
        path = f"/api/groups/occurrences/{occurrence_id}/registrations"
        gateway.request("POST", path, headers={"Authorization": f"Bearer {token}"})
        answer = gateway.getresponse()
        answer.read()
        answered.append(time.monotonic())
        if answer.status != 201:
            raise RuntimeError(f"a registration was answered by {answer.status}")
    gateway.close()
    wait_for(lambda: stage.provider.count(OURS) >= len(signed))
    # One follows the other, so the texts come in the order of the registrations.
    accepted = sorted(stage.provider.forget(OURS).values())
    delays = [done - at for at, (_, done) in zip(answered, accepted, strict=True)]
    return delays, [done - received for received, done in accepted]
