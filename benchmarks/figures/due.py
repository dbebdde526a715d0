"""What picking due messages costs where ten millions are stored, against where ten thousand are."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from pymongo.database import Database

from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage
from chassis.clock import utc_now
from chassis.ids import new_id
from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_messages import MongoMessages
from notify.domain.contacts import Channel, Language
from notify.domain.message import Lease, Message, Template, Urgency

MANY, FEW = 10_000_000, 10_000
AT_ONCE = 1_000_000  # laid out by one command
SIDE_BY_SIDE = 2  # commands, for the server makes what one asks for on one core
LONGEST = 180.0  # seconds for laying out; a slow machine measures with what is there by then
CLAIMS = 60  # a round
CLAIMED = 16  # messages of a claim, as many as a lane of four threads takes
WAITING = 100  # one stored message in so many waits for another day
CHANNEL, PROVIDER = str(Channel.SMS), "twilio"
NAMES = {"few": "notify-few", "many": "notify-many"}


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Claim here and there in turn, through the store that the sender uses."""
    try:
        few, many = (stage.mongo[NAMES[name]] for name in ("few", "many"))
        _lay_out(stage, few, FEW)
        stored = _lay_out(stage, many, MANY)
        measured = []
        for number in range(rounds + 1):
            stage.progress(f"due messages among {stored:,}: round {number} of {rounds}")
            measured.append(_round(few, many))
    finally:
        for name in NAMES.values():
            stage.mongo.drop_database(name)
    return [
        Figure(
            name=f"picking due messages among {stored:,} stored ones",
            unit="ms",
            goal=Goal("at most", 1.2),
            rounds=measured[1:],
            how=(
                f"The median of {CLAIMS} claims of {CLAIMED} due messages each a round, in a collection with "
                f"{stored:,} messages, one in {WAITING} of which waits for another day, the rest delivered; "
                "they have the fields that the sender's indexes are made of, and every index of the service. "
                f"Baseline: the same among {FEW:,}. Both through the store that the sender uses, with its "
                f"write concern, and on the same mongod. (Goal: {MANY:,}; laying out ends after "
                f"{LONGEST:.0f} s.)"
            ),
        )
    ]


def _lay_out(stage: Stage, database: Database[dict[str, Any]], wanted: int) -> int:
    """Store messages, the server making them itself, and then the indexes, which is faster."""
    until, messages = time.monotonic() + LONGEST, database["messages"]
    database["seeds"].insert_many([{"_id": number} for number in range(wanted // 1_000)])

    def lay_out(start: int) -> None:
        if time.monotonic() < until:
            stage.progress(f"due messages: {database.name}, {start:,} laid out")
            database["seeds"].aggregate(_stored(start // 1_000, AT_ONCE // 1_000, utc_now()))

    with ThreadPoolExecutor(SIDE_BY_SIDE) as several:
        list(several.map(lay_out, range(0, wanted, AT_ONCE)))
    database.drop_collection("seeds")
    stage.progress(f"due messages: {database.name}, making the indexes")
    ensure_indexes(database)
    return messages.estimated_document_count()


def _stored(first: int, count: int, at: datetime) -> list[dict[str, Any]]:
    """Make a thousand messages of each seed; numbers for ids cost the same to find, and less to make."""
    number = {"$add": [{"$multiply": ["$_id", 1_000]}, "$k"]}
    waits = {"$eq": [{"$mod": ["$k", WAITING]}, 0]}
    return [
        {"$match": {"_id": {"$gte": first, "$lt": first + count}}},
        {"$project": {"k": {"$range": [0, 1_000]}}},
        {"$unwind": "$k"},
        {
            "$project": {
                "_id": number,
                "channel": {"$literal": CHANNEL},
                "urgency": {"$literal": int(Urgency.TIMELY)},
                "state": {"$cond": [waits, "created", "delivered"]},
                "due_at": {"$cond": [waits, at + timedelta(days=1), at]},
                "created_at": {"$literal": at},
            }
        },
        {"$merge": {"into": "messages", "whenMatched": "fail"}},
    ]


def _round(few: Database[dict[str, Any]], many: Database[dict[str, Any]]) -> Round:
    """Claim here and there in turn, so that whatever else goes on weighs on both; milliseconds."""
    for database in (few, many):
        MongoMessages(database).add_once([_due() for _ in range(CLAIMS * CLAIMED)])
    costs = [(_cost(many), _cost(few)) for _ in range(CLAIMS)]
    return Round(median(there for there, _ in costs), median(here for _, here in costs))


def _cost(database: Database[dict[str, Any]]) -> float:
    now = utc_now()
    lease = Lease(new_id(), now + timedelta(seconds=20))
    started = time.perf_counter()
    taken = MongoMessages(database).claim(CHANNEL, PROVIDER, lease, CLAIMED, now)
    spent = (time.perf_counter() - started) * 1000
    if len(taken) != CLAIMED:
        raise RuntimeError(f"{len(taken)} messages were claimed, not {CLAIMED}")
    return spent


def _due() -> Message:
    now = utc_now()
    return Message(
        id=new_id(),
        channel=CHANNEL,
        template=Template.PLACE_CONFIRMED,
        language=Language.ENGLISH,
        params={},
        created_at=now,
        due_at=now,
        expires_at=now + timedelta(days=1),
        member_id=new_id(),
    )
