"""Making the dates of 10,000 series for eight weeks on a real MongoDB, and doing it again without effect."""

from __future__ import annotations

import time
from datetime import date, timedelta
from datetime import time as clock

from pymongo.database import Database

from benchmarks.report import Figure, Goal, Round, rounded
from benchmarks.stage import Stage
from chassis.clock import utc_now
from chassis.ids import derived_id
from groups.adapters.documents import Document
from groups.adapters.stores import Stores
from groups.domain.meeting import MeetingSeries
from groups.handlers.calendar import keep_occurrences_made

SERIES = 10_000
LIMIT_SECONDS = 60
ROUNDS = 2  # at most: each takes a while, and says the same
DATABASE = "groups-occurrences"
RULES = (
    *("FREQ=WEEKLY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU,TH"),
    *("FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=1SA,3SA"),
)
ZONES = ("Asia/Kolkata", "Asia/Kolkata", "Europe/London", "America/Chicago", "Australia/Sydney")


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Make the dates in an empty database of their own, then again, and see that nothing became different."""
    measured, details = [], {}
    for number in range(min(rounds, ROUNDS)):
        stage.progress(f"occurrences: round {number + 1} of {min(rounds, ROUNDS)}")
        stage.mongo.drop_database(DATABASE)
        database = stage.mongo[DATABASE]
        stores = Stores(database)
        stores.ensure_indexes()
        stores.series.save({derived_id("series", str(each)): _series(each) for each in range(SERIES)})
        first, made = _make(stores), _fingerprint(database)
        database["series"].update_many({}, {"$set": {"made_until": None}})
        again = _make(stores)
        if _fingerprint(database) != made:
            raise RuntimeError("making occurrences again changed some")
        measured.append(Round(first))
        details[f"round {number + 1}"] = {
            "dates": float(made[0]),
            "first, s": rounded(first),
            "again, s": rounded(again),
        }
    stage.mongo.drop_database(DATABASE)
    return [
        Figure(
            name="making occurrences",
            unit="s",
            goal=Goal("at most", LIMIT_SECONDS),
            rounds=measured,
            how=(
                f"The dates of {SERIES:,} series (weekly, twice a week, biweekly, first and third Saturday; "
                "four time zones; begun years ago) for eight weeks, by the scheduler's own chore on MongoDB "
                "with every index and writes confirmed by a majority. Then all of it again, as if it had "
                "never been done, which has to change nothing: count and versions are compared."
            ),
            details={"of each round": details},
        )
    ]


def _series(number: int) -> MeetingSeries:
    return MeetingSeries(
        centre_id=derived_id("benchmark", "centre", str(number % 50)),
        slug=f"benchmark-{number}",
        part=0,
        name=f"Meeting {number}",
        rule=RULES[number % len(RULES)],
        starts_on=date(2019, 1, 1) + timedelta(days=number % 700),
        time=clock(6 + number % 16, 15 * (number % 4)),
        duration=timedelta(minutes=60 + 30 * (number % 3)),
        time_zone=ZONES[number // len(RULES) % len(ZONES)],
        capacity=20,
        suspended=False,
        online=False,
        address=f"{number % 200} Canal Road",
        latitude=30.9 + number % 100 / 1000,
        longitude=75.8 + number % 70 / 1000,
        types=("O", "D"),
    )


def _make(stores: Stores) -> float:
    started = time.perf_counter()
    if keep_occurrences_made(stores.series, stores.occurrences, utc_now()) != SERIES:
        raise RuntimeError("not every series was due")
    return time.perf_counter() - started


def _fingerprint(database: Database[Document]) -> tuple[int, int]:
    """Count the occurrences and the changes that were ever made to them."""
    total = {"$group": {"_id": None, "count": {"$sum": 1}, "versions": {"$sum": "$version"}}}
    found = next(database["occurrences"].aggregate([total]))
    return found["count"], found["versions"]
