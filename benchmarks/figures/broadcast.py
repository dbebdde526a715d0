"""A broadcast to 100,000 people: how long until every message is queued, and how much memory that takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from benchmarks.figures.memory import per_process
from benchmarks.figures.world import CENTRE
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage, wait_for
from chassis.clock import utc_now
from chassis.ids import derived_id, new_id
from notify.adapters.mongo_broadcasts import MongoBroadcastMessages, MongoBroadcasts
from notify.domain.audience import Count, Segment
from notify.domain.broadcast import Act, Broadcast, Deed, Phase
from notify.domain.broadcast_plan import Plan
from notify.domain.contacts import Channel, Language
from notify.domain.message import Template

PEOPLE = 100_000
SECONDS, MEGABYTES = 60, 200
CARRIERS = ("notify.consumer", "notify.sender")  # the first of them runs the scheduler
EVERY = 0.5  # seconds between two looks


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Write to everybody of a large centre once, whatever rounds are asked: it takes most of a minute."""
    stage.progress(f"broadcast: laying out {PEOPLE:,} people")
    database = stage.database("notify")
    database["contacts"].insert_many(_people(), ordered=False)
    stage.progress(f"broadcast: writing to {PEOPLE:,} people")
    started, peaks = time.monotonic(), dict.fromkeys(CARRIERS, 0.0)
    broadcast = MongoBroadcasts(database).add(_broadcast(utc_now()))
    wait_for(lambda: _has_come_to_all(stage, broadcast.id, peaks), within=180, every=EVERY)
    took = time.monotonic() - started
    queued = database["messages"].count_documents({"broadcast_id": broadcast.id})
    _take_away(stage, broadcast.id)
    if queued != PEOPLE:
        raise RuntimeError(f"{queued:,} messages were queued for {PEOPLE:,} people")
    how = (
        f"A broadcast that is due to {PEOPLE:,} people with a phone, from its insertion until each has an "
        "entry in the inbox and one queued message, walked by the scheduler of the running platform, while "
        "the sender sends what falls due in the hours of the law. Once, not in rounds."
    )
    return [
        _figure("a broadcast to 100,000: all queued", "s", SECONDS, took, how),
        _figure(
            "a broadcast to 100,000: memory",
            "MB",
            MEGABYTES,
            sum(peaks.values()),
            f"{how} The highest PSS of the scheduler's process and of the sender's, together.",
        ),
    ]


def _figure(name: str, unit: str, limit: float, value: float, how: str) -> Figure:
    return Figure(name=name, unit=unit, goal=Goal("at most", limit), rounds=[Round(value)], how=how)


def _has_come_to_all(stage: Stage, broadcast_id: str, peaks: dict[str, float]) -> bool:
    sizes = per_process(stage)
    for name in CARRIERS:
        peaks[name] = max(peaks[name], sizes[name]["pss"])
    return MongoBroadcasts(stage.database("notify")).get(broadcast_id).at_end


def _people() -> Iterator[dict[str, Any]]:
    for number in range(PEOPLE):
        yield {
            "_id": derived_id("broadcast", str(number)),
            "language": list(Language)[number % 3],
            "time_zone": "Asia/Kolkata",
            "sealed": {Channel.SMS: ""},
            "sequence": 1,
            "centre_id": CENTRE,
        }


def _broadcast(at: datetime) -> Broadcast:
    """Make one that is approved and due now, at whatever hour it is measured."""
    plan = Plan(
        template=Template.HOURS_CHANGE,
        values={"starts_at": at + timedelta(days=7)},
        segment=Segment(centre_id=CENTRE),
        scheduled_at=at,
    )
    return Broadcast(
        id=new_id(),
        centre_id=CENTRE,
        plan=plan,
        phase=Phase.SCHEDULED,
        acts=(Act(Deed.WROTE, new_id(), at),),
        count=Count(people=PEOPLE),
        approved=True,
    )


def _take_away(stage: Stage, broadcast_id: str) -> None:
    """Leave nothing that another figure would find, and nothing that would be sent."""
    database = stage.database("notify")
    database["broadcasts"].delete_one({"_id": broadcast_id})
    MongoBroadcastMessages(database).halt(broadcast_id, utc_now())
    database["messages"].delete_many({"broadcast_id": broadcast_id})
    database["messages"].delete_many({"fact_id": broadcast_id})
    database["contacts"].delete_many({"centre_id": CENTRE})
