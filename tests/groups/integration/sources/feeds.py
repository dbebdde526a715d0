"""Sources of meetings: where they are, how they are added and fetched, and what is kept of them."""

from typing import Any

from pymongo.database import Database

from groups.adapters.stores import Stores
from groups.handlers.sources import Fetching
from tests.groups.api import Caller

URL = "https://feeds.example/meetings.json"
OTHER = "https://feeds.example/other.json"
Rows = Database[dict[str, Any]]


def add(coordinator: Caller, url: str = URL, **fields: Any) -> dict[str, Any]:
    """Add a source to the coordinator's centre."""
    answer = coordinator.post("/sources", json={"url": url, **fields})
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def fetching(database: Rows, feeds: Any) -> Fetching:
    """Fetch as the scheduler does, from these feeds."""
    stores = Stores(database)
    return Fetching(
        sources=stores.sources,
        imports=stores.imports,
        feeds=feeds,
        series=stores.series,
        occurrences=stores.occurrences,
        capacity=20,
    )


def facts(database: Rows) -> list[tuple[Any, ...]]:
    """Give what others are told of every fetch: added, changed, gone, rejected, outcome."""
    names = ("added", "changed", "gone", "rejected", "outcome")
    return [
        tuple(entry["data"][name] for name in names)
        for source in database["sources"].find()
        for entry in source.get("outbox", [])
    ]


def documents(database: Rows) -> dict[str, Any]:
    """Give everything that is stored."""
    return {name: list(database[name].find().sort("_id")) for name in database.list_collection_names()}
