"""Sources in MongoDB; `adapters.mongo_imports` keeps the facts of their imports in the same documents."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pymongo import IndexModel, ReturnDocument
from pymongo.collection import Collection

from groups.adapters.documents import Document
from groups.domain.errors import ImportUnderWay, SourceExists, SourceUnknown, TooManySources
from groups.domain.source import LEASE, MAX_SOURCES, Source, Validators
from groups.ports.feeds import Sources

_OWN = {each.name: 1 for each in fields(Source) if each.name != "id"}
_AFTER_FETCH = (
    *("due_at", "digest", "fetched_at", "succeeded_at", "failing_since", "failures", "cause"),
    "validators",
)


class MongoSources(Sources):
    """The Sources port on a collection; a source without an address is none, or was removed."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def ensure_indexes(self) -> None:
        """Create what sources are listed and found due by."""
        self._collection.create_indexes(
            [IndexModel([("centre_id", 1)]), IndexModel([("due_at", 1)], sparse=True)]
        )

    def add(self, source: Source) -> None:
        """Give the source's document an address; its facts may be there already."""
        if source.id in (present := [each.id for each in self.of_centre(source.centre_id)]):
            raise SourceExists
        if len(present) >= MAX_SOURCES:
            raise TooManySources
        values = {name: value for name, value in asdict(source).items() if name != "id"}
        self._collection.update_one({"_id": source.id}, {"$set": values}, upsert=True)

    def get(self, source_id: str, centre_id: str) -> Source:
        """Give a source of a centre."""
        return _expected(self._collection.find_one(_one(source_id, centre_id), _OWN))

    def of_centre(self, centre_id: str) -> Sequence[Source]:
        """Give the sources of a centre."""
        found = self._collection.find({"centre_id": centre_id, "url": {"$ne": None}}, _OWN).sort("_id")
        return [_to_source(each) for each in found]

    def change(self, source_id: str, centre_id: str, values: Mapping[str, Any]) -> Source:
        """Change how a source is fetched; what it said before is read anew."""
        change = {"$set": {**values, "digest": None, "validators": asdict(Validators())}}
        return _expected(
            self._collection.find_one_and_update(
                _one(source_id, centre_id), change, _OWN, return_document=ReturnDocument.AFTER
            )
        )

    def remove(self, source_id: str, centre_id: str) -> None:
        """Take the address away; facts that wait to be published stay."""
        removed = self._collection.update_one(
            _one(source_id, centre_id), {"$set": {"url": None}, "$unset": {"due_at": ""}}
        )
        if removed.matched_count == 0:
            raise SourceUnknown

    def take(self, source_id: str, centre_id: str, at: datetime) -> Source:
        """Lease a source that nobody has."""
        found = self._lease(_one(source_id, centre_id), at)
        if found is None:
            self.get(source_id, centre_id)
            raise ImportUnderWay
        return found

    def take_due(self, at: datetime) -> Source | None:
        """Lease a source that is due and that nobody has."""
        return self._lease(_due(at), at)

    def any_due(self, at: datetime) -> bool:
        """Tell whether a source is due, for whoever would have to prepare for it."""
        return self._collection.find_one(_due(at), {"_id": 1}) is not None

    def give_back(self, source: Source) -> None:
        """Keep how a fetch went, unless the source was removed meanwhile, and end the lease."""
        values = asdict(source)
        self._collection.update_one(
            {"_id": source.id, "url": {"$ne": None}},
            {"$set": {name: values[name] for name in _AFTER_FETCH}},
        )
        self._collection.update_one({"_id": source.id}, {"$set": {"leased_until": None}})

    def _lease(self, where: Document, at: datetime) -> Source | None:
        free = {"$or": [{"leased_until": None}, {"leased_until": {"$lte": at}}]}
        found = self._collection.find_one_and_update(
            {**where, **free}, {"$set": {"leased_until": at + LEASE}}, _OWN, sort=[("due_at", 1)]
        )
        return _to_source(found) if found else None


def _one(source_id: str, centre_id: str) -> Document:
    return {"_id": source_id, "centre_id": centre_id, "url": {"$ne": None}}


def _due(at: datetime) -> Document:
    return {"due_at": {"$lte": at}, "url": {"$ne": None}}


def _expected(found: Document | None) -> Source:
    if found is None:
        raise SourceUnknown
    return _to_source(found)


def _to_source(document: Document) -> Source:
    values = {name: document[name] for name in _OWN if name != "validators"}
    return Source(id=document["_id"], **values, validators=Validators(**document["validators"]))
