"""What a service holds of a person: where it lies, what the person may see of it, how it is erased."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chassis.clock import to_rfc3339

if TYPE_CHECKING:
    from pymongo.collection import Collection
    from pymongo.database import Database

Document = dict[str, Any]
Erasing = Callable[["Collection[dict[str, Any]]", dict[str, Any], str], None]
"""Erases the person of an id from the documents of a collection that a filter finds."""

# What a document has for the machinery, in any collection.
FRAME = ("version", "sequence", "shard", "outbox")


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One collection in which a person appears.

    `by` names the fields that hold the person's id (dotted, `_id` among them); each of them has an index.
    `hidden` names fields that are not the person's to see: frames, hashes, what concerns another.
    """

    collection: str
    by: tuple[str, ...]
    erasing: Erasing
    hidden: tuple[str, ...] = ()

    def found(self, person_id: str) -> Document:
        """Give the filter that finds the person's documents."""
        if len(self.by) == 1:
            return {self.by[0]: person_id}
        return {"$or": [{field: person_id} for field in self.by]}


def delete(collection: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Erase by removing the documents: they concern nobody else."""
    collection.delete_many(found)


def keep(collection: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Leave a record that has to stay: it holds ids alone, and nothing is left that says whose they were."""


def emptied(*fields: str, to: Any = None) -> Erasing:
    """Make what keeps the documents and writes something else where the person's id was."""

    def erase(collection: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
        for field in fields:
            collection.update_many({**found, field: person_id}, {"$set": {field: to}})

    return erase


def elements(array: str, field: str, to: Any = None) -> Erasing:
    """Make what keeps the elements of an array and writes something else where the person's id was."""

    def erase(collection: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
        where = f"{array}.{field}"
        collection.update_many(
            {where: person_id},
            {"$set": {f"{array}.$[theirs].{field}": to}},
            array_filters=[{f"theirs.{field}": person_id}],
        )

    return erase


def pulled(array: str, field: str | None = None) -> Erasing:
    """Make what takes the person out of an array, of ids or of documents with a field."""

    def erase(collection: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
        where = f"{array}.{field}" if field else array
        gone: Any = {field: person_id} if field else person_id
        collection.update_many({where: person_id}, {"$pull": {array: gone}})

    return erase


def together(*steps: Erasing) -> Erasing:
    """Do one after the other."""

    def erase(collection: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
        for step in steps:
            step(collection, found, person_id)

    return erase


def erase(database: Database[dict[str, Any]], holdings: Iterable[Holding], person_id: str) -> int:
    """Erase a person from every holding; tell of how many documents. Again, nothing is left to do."""
    count = 0
    for holding in holdings:
        collection, found = database[holding.collection], holding.found(person_id)
        count += collection.count_documents(found)
        holding.erasing(collection, found, person_id)
    return count


def page(
    database: Database[dict[str, Any]], holding: Holding, person_id: str, *, behind: Any, limit: int
) -> list[Document]:
    """Give a page of a person's documents by id, as they rest, without what is not the person's to see."""
    hidden: Mapping[str, bool] = dict.fromkeys((*FRAME, *holding.hidden), False)
    found = holding.found(person_id)
    if behind is not None:
        found = {"$and": [found, {"_id": {"$gt": behind}}]}
    rows = database[holding.collection].find(found, hidden).sort("_id", 1).limit(limit)
    return list(rows)


def named(holdings: Sequence[Holding], collection: str) -> Holding | None:
    """Find the holding of a collection, if the service has it."""
    return next((each for each in holdings if each.collection == collection), None)


def plain(value: Any) -> Any:
    """Write a value as JSON can carry it: moments as RFC 3339, octets as base64."""
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return to_rfc3339(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)
