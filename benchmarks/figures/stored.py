"""What a registration costs where a million are stored, against where a thousand are."""

from __future__ import annotations

import secrets
import time
from statistics import median

from pymongo import WriteConcern

from benchmarks.figures.world import occurrence
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage
from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.documents import Document
from groups.adapters.stores import Stores

SEATS = 20
MANY, FEW = 1_000_000 // SEATS, 1_000 // SEATS  # occurrences, with every seat taken
REGISTRATIONS = 400  # a round, each in a meeting of 20 seats with half of them taken
PORTION = 1_000
DATABASES = {"few": FEW, "many": MANY}


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Register here and there in turn, through the store that the API uses."""
    names = {name: f"groups-{name}" for name in DATABASES}
    try:
        stores = {name: _stored(stage, names[name], count) for name, count in DATABASES.items()}
        measured = []
        for number in range(rounds + 1):
            stage.progress(f"registrations among a million: round {number} of {rounds}")
            measured.append(_round(stores["few"], stores["many"]))
    finally:
        for name in names.values():
            stage.mongo.drop_database(name)
    return [
        Figure(
            name="a registration among 1,000,000 stored ones",
            unit="ms",
            goal=Goal("at most", 1.2),
            rounds=measured[1:],
            how=(
                f"The median of {REGISTRATIONS} registrations a round, one by one, each in a meeting of "
                f"{SEATS} seats with half of them taken, in a database with {MANY:,} full meetings of "
                f"{SEATS} seats and every index of the service. Baseline: the same in a database with {FEW}. "
                "Both through the store that the API uses, with its write concern, and on the same mongod."
            ),
        )
    ]


def _stored(stage: Stage, name: str, count: int) -> Stores:
    """Lay out full meetings, and then the indexes, which is faster than the other way round."""
    database = stage.mongo[name]
    rows = database.get_collection("occurrences", write_concern=WriteConcern(w=1))
    for start in range(0, count, PORTION):
        stage.progress(f"registrations among a million: {name}, {start * SEATS:,} laid out")
        rows.insert_many([_taken(SEATS) for _ in range(min(PORTION, count - start))], ordered=False)
    stores = Stores(database)
    stores.occurrences.ensure_indexes()
    return stores


def _taken(seats: int) -> Document:
    taken = [{"id": secrets.token_hex(16), "member": secrets.token_hex(16)} for _ in range(seats)]
    return {**occurrence(SEATS), "seats": taken, "sequence": seats, "version": seats}


def _round(few: Stores, many: Stores) -> Round:
    """Register here and there in turn, so that whatever else goes on weighs on both; milliseconds."""
    meetings = [_taken(SEATS // 2) for _ in range(REGISTRATIONS)]
    for stores in (few, many):
        stores.rows.insert_many(meetings)
    costs = [(_cost(few, each["_id"]), _cost(many, each["_id"])) for each in meetings]
    return Round(median(there for _, there in costs), median(here for here, _ in costs))


def _cost(stores: Stores, meeting_id: str) -> float:
    registration_id, member_id, at = new_id(), new_id(), utc_now()
    started = time.perf_counter()
    stores.occurrences.register(meeting_id, registration_id, member_id, at)
    return (time.perf_counter() - started) * 1000
