"""The finder's p99 among 100,000 meetings, against a bare route that runs one indexed find of a page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urlencode

from benchmarks import load
from benchmarks.figures.world import CENTRE
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage
from chassis.clock import utc_now
from chassis.ids import derived_id
from groups.adapters.documents import Document, new_occurrence
from groups.domain.occurrence import Meeting

MEETINGS = 100_000
REQUESTS = 700
CLIENTS = 4
PORTION = 5_000
WEEK = timedelta(days=7)
_KINDS = ("twelve-step", "secular", "smart-recovery", "alumni", "mentor-circle")
_LANGUAGES = (("en",), ("pa",), ("hi",), ("pa", "hi"), ("ml",))
_MODES = ("in-person", "online", "hybrid")
_ZONES = ("Asia/Kolkata", "America/New_York", "Europe/London")
_NORTH, _EAST = (8.0, 34.0), (69.0, 92.0)  # about India


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Lay out the meetings, ask for every kind of wish in turn, and take them away again."""
    stage.progress("finder: laying out 100,000 meetings")
    now = utc_now()
    ours, bare = stage.database("groups")["occurrences"], stage.database("bare")["meetings"]
    meetings = _meetings(now)
    while portion := list(islice(meetings, PORTION)):
        ours.insert_many(portion, ordered=False)
        bare.insert_many(portion, ordered=False)
    bare.create_index("starts_at")
    port = stage.start_bare("finder")
    measured = []
    for number in range(rounds + 1):
        stage.progress(f"finder: round {number} of {rounds}")
        chance = random.Random(number)
        baseline = load.run(port, [_plain(now, chance) for _ in range(REQUESTS)], CLIENTS)
        found = load.run(stage.platform.ports.groups, [_wish(chance, n) for n in range(REQUESTS)], CLIENTS)
        measured.append(Round(found.percentile(0.99), baseline.percentile(0.99)))
        if {*found.statuses, *baseline.statuses} != {200}:
            raise RuntimeError("the finder and its baseline were to answer 200 alone")
    ours.delete_many({"slug": "benchmark-finder"})
    bare.drop()
    return [
        Figure(
            name="finder among 100,000 meetings, p99",
            unit="ms",
            goal=Goal("at most", 3),
            rounds=measured[1:],
            how=(
                f"{REQUESTS:,} questions a round by {CLIENTS} clients, after one round to warm up: "
                "by day and hours, kind, language, mode, distance, now, online, and several at once. "
                "The baseline finds 20 meetings by an index on their start, in a Flask route of one gevent "
                "worker. Neither is behind the gateway."
            ),
        )
    ]


def _meetings(now: datetime) -> Iterator[Document]:
    """Write meetings of the coming week, the same each time but for the day."""
    chance = random.Random(1)
    for number in range(MEETINGS):
        mode = _MODES[number % 3]
        starts_at = now + timedelta(minutes=chance.randrange(int(WEEK.total_seconds()) // 60))
        in_a_room = mode != "online"
        yield new_occurrence(
            Meeting(
                id=derived_id("finder", str(number)),
                series_id=derived_id("finder-series", str(number)),
                revision=1,
                original_date=starts_at.date(),
                centre_id=CENTRE,
                group_id=None,
                name=f"Meeting {number}",
                slug="benchmark-finder",
                kind=chance.choice(_KINDS),
                types=("O", "D"),
                languages=chance.choice(_LANGUAGES),
                public=True,
                requires=(),
                address="1 Canal Road" if in_a_room else "",
                latitude=chance.uniform(*_NORTH) if in_a_room else None,
                longitude=chance.uniform(*_EAST) if in_a_room else None,
                approximate=False,
                online=mode != "in-person",
                mode=mode,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
                closes_at=starts_at,
                time_zone=chance.choice(_ZONES),
                capacity=20,
                answer_minutes=120,
            )
        )


def _plain(now: datetime, chance: random.Random) -> bytes:
    since = now + timedelta(minutes=chance.randrange(7 * 24 * 60 - 60))
    return _get("/meetings", {"from": since.isoformat()})


def _wish(chance: random.Random, number: int) -> bytes:
    day, kind = chance.randrange(7), chance.choice(_KINDS)
    near = {"lat": f"{chance.uniform(*_NORTH):.4f}", "lng": f"{chance.uniform(*_EAST):.4f}", "km": "50"}
    wishes: list[dict[str, object]] = [
        {"day": day, "earliest": "17:00", "latest": "20:00"},
        {"kind": kind, "mode": chance.choice(_MODES)},
        {"language": "ml", "day": day},
        near,
        {"now": "true", "kind": kind},
        {"online": "true", "language": "pa"},
        {**near, "day": day, "kind": kind, "earliest": "09:00"},
    ]
    return _get("/api/groups/finder", wishes[number % len(wishes)])


def _get(path: str, query: dict[str, object]) -> bytes:
    return f"GET {path}?{urlencode(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
