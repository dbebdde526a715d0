"""Partner centres on MongoDB."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import insert, replace
from alumni.adapters.mongo.centre_documents import from_document, to_fields
from alumni.domain.centre import Centre
from alumni.domain.centre_details import day_of
from alumni.domain.errors import CentreDiffers, CentreUnknown
from alumni.domain.errors.centres import ApplicationOpen
from chassis.outbox import ensure_outbox_index, shard_of

Document = dict[str, Any]
_MOST_AT_ONCE = 100


class MongoCentres:
    """Centres in the collection `centres`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["centres"]

    def ensure_indexes(self) -> None:
        """Keep one open application a member; find a centre by name, place, owner, and what is due."""
        self._collection.create_index(
            "applicant_id",
            name="one_open_application",
            unique=True,
            partialFilterExpression={"open": True, "applicant_id": {"$type": "string"}},
        )
        self._collection.create_index("applicant_id")
        self._collection.create_index("appointing")
        self._collection.create_index([("state", 1), ("_id", 1)])
        self._collection.create_index([("state", 1), ("name_key", 1), ("_id", 1)])
        self._collection.create_index([("state", 1), ("watched_from", 1)])
        self._collection.create_index([("owner_key", 1), ("state", 1)])
        self._collection.create_index([("position", "2dsphere"), ("state", 1)])
        ensure_outbox_index(self._collection)
        self._complete()

    def _complete(self) -> None:
        """Give the centres that were stored before they had a state all that an active one has."""
        for document in self._collection.find({"version": {"$exists": False}}, {"name": True, "city": True}):
            centre = Centre(id=document["_id"], name=document["name"], city=document["city"])
            frame = {"version": 1, "sequence": 0, "shard": shard_of(centre.id), "outbox": []}
            self._collection.update_one(
                {"_id": centre.id, "version": {"$exists": False}}, {"$set": {**frame, **to_fields(centre)}}
            )

    def add(self, centre: Centre) -> None:
        """Insert a centre, unless it is there already."""
        try:
            insert(self._collection, centre, to_fields(centre))
        except DuplicateKeyError:
            known = self.get(centre.id)
            if (known.name, known.city) != (centre.name, centre.city):
                raise CentreDiffers(centre.id) from None

    def apply(self, centre: Centre) -> None:
        """Insert a centre that asks to take part."""
        try:
            insert(self._collection, centre, to_fields(centre))
        except DuplicateKeyError:
            raise ApplicationOpen from None

    def get(self, centre_id: str) -> Centre:
        """Load a centre."""
        document = self._collection.find_one({"_id": centre_id}, {"outbox": False})
        if document is None:
            raise CentreUnknown(centre_id)
        return from_document(document)

    def save(self, centre: Centre) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, centre, to_fields(centre))

    def due(self, at: datetime) -> Iterator[str]:
        """Find the active centres whose licence is to be looked at."""
        query = {"state": "active", "watched_from": {"$lte": day_of(at).isoformat()}}
        for document in self._collection.find(query, {"_id": True}).limit(_MOST_AT_ONCE):
            yield document["_id"]

    def appointing(self) -> Iterator[str]:
        """Find the centres whose first coordinator is not appointed yet."""
        query = {"appointing": {"$type": "string"}}
        for document in self._collection.find(query, {"_id": True}).limit(_MOST_AT_ONCE):
            yield document["_id"]
