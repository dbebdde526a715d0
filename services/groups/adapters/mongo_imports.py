"""Imports in MongoDB: their reports, and the series as they were before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.ids import new_id
from chassis.mongo import confirmed
from chassis.outbox import ensure_outbox_index, seal, shard_of
from groups.adapters.documents import Document
from groups.adapters.import_documents import from_report, to_report
from groups.adapters.series_documents import from_series, to_series
from groups.domain.errors import ImportUnderWay, ImportUnknown
from groups.domain.events import FeedImported
from groups.domain.feed_import import KEPT, Before, ImportReport
from groups.domain.source import LEASE
from groups.ports.feeds import Imports

INTERRUPTED = "interrupted"  # what a record says until its import ends


class MongoImports(Imports):
    """The Imports port on a database.

    The facts of an import wait in the outbox of its source: a document of `sources`, which those who import
    by hand have as well, without an address.
    """

    def __init__(self, database: Database[Document]) -> None:
        self.rows = database["imports"]
        self._states = database["import_states"]
        self._sources = database["sources"]
        self._leases = database["import_leases"]

    def ensure_indexes(self) -> None:
        """Create what imports are listed and reversed by."""
        ensure_outbox_index(self._sources)
        self.rows.create_indexes(
            [
                IndexModel([("source_id", 1), ("at", DESCENDING), ("_id", DESCENDING)]),
                IndexModel([("centre_id", 1), ("at", DESCENDING), ("_id", DESCENDING)]),
            ]
        )
        self._states.create_index("import_id")

    @contextmanager
    def alone(self, centre_id: str, at: datetime) -> Iterator[None]:
        """Lease the centre's imports; the lease of a process that died runs out."""
        owner = new_id()
        free = {"_id": centre_id, "until": {"$lte": at}}
        try:
            self._leases.update_one(free, {"$set": {"until": at + LEASE, "owner": owner}}, upsert=True)
        except DuplicateKeyError:
            raise ImportUnderWay from None
        try:
            yield
        finally:
            self._leases.delete_one({"_id": centre_id, "owner": owner})

    def begin(self, report: ImportReport, before: Before) -> None:
        """Keep how the series are, then the record by which they are found."""
        states = [
            {
                "_id": f"{report.id}-{id_}",
                "import_id": report.id,
                "series_id": id_,
                "series": None if series is None else from_series(series),
            }
            for id_, series in before.items()
        ]
        if states:
            with confirmed():
                self._states.insert_many(states, ordered=False)
        record = {**from_report(report), "outcome": INTERRUPTED, "touches": bool(states)}
        self.rows.insert_one({"_id": report.id, **record})

    def end(self, report: ImportReport, fact: FeedImported) -> None:
        """Keep the report, then tell it, which may be told again by an import that is repeated."""
        self.rows.update_one({"_id": report.id}, {"$set": from_report(report)}, upsert=True)
        self._tell(fact)
        self._forget(report.source_id)

    def get(self, import_id: str, centre_id: str) -> ImportReport:
        """Give an import of a centre."""
        found = self.rows.find_one({"_id": import_id, "centre_id": centre_id})
        if found is None:
            raise ImportUnknown
        return to_report(found)

    def latest(self, centre_id: str) -> str | None:
        """Name the centre's last import that changed something and is not reversed."""
        found = self.rows.find_one(
            {"centre_id": centre_id, "touches": True, "reversed_at": None},
            {"_id": 1},
            sort=[("at", DESCENDING), ("_id", DESCENDING)],
        )
        return found["_id"] if found else None

    def before(self, import_id: str) -> Before:
        """Give the series that an import changed, as they were."""
        return {
            each["series_id"]: each["series"] and to_series(each["series"], 0)
            for each in self._states.find({"import_id": import_id})
        }

    def sources(self, centre_id: str) -> frozenset[str]:
        """Name the sources that the centre has now."""
        found = self._sources.find({"centre_id": centre_id, "url": {"$ne": None}}, {"_id": 1})
        return frozenset(each["_id"] for each in found)

    def _tell(self, fact: FeedImported) -> None:
        number = {"$add": [{"$ifNull": ["$sequence", 0]}, 1]}
        entry = {"$mergeObjects": [{"$literal": seal(fact, 0)}, {"seq": number}]}
        change: dict[str, Any] = {
            "centre_id": fact.centre_id,
            "shard": shard_of(fact.source_id),
            "sequence": number,
            "outbox": {"$concatArrays": [{"$ifNull": ["$outbox", []]}, [entry]]},
        }
        self._sources.update_one({"_id": fact.source_id}, [{"$set": change}], upsert=True)

    def _forget(self, source_id: str) -> None:
        order = [("at", DESCENDING), ("_id", DESCENDING)]
        found = self.rows.find({"source_id": source_id}, {"_id": 1}, sort=order, skip=KEPT)
        if old := [each["_id"] for each in found]:
            self._states.delete_many({"import_id": {"$in": old}})
            self.rows.delete_many({"_id": {"$in": old}})
