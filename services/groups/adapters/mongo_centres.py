"""What groups keeps of the centres that stand behind groups, on MongoDB."""

from collections.abc import Iterable, Iterator
from typing import Any

from pymongo.database import Database


class MongoCentres:
    """The Centres port on the collection `centres`: only of those that ever paused."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._centres = database["centres"]

    def ensure_indexes(self) -> None:
        """Create what the chore searches by."""
        self._centres.create_index("unfollowed", sparse=True)

    def note(self, centre_id: str, *, paused: bool) -> None:
        """Keep whether a centre is paused; the same again changes nothing."""
        self._centres.update_one(
            {"_id": centre_id}, {"$set": {"paused": paused, "unfollowed": True}}, upsert=True
        )

    def unfollowed(self) -> Iterator[tuple[str, bool]]:
        """Give the centres that changed since their groups followed them."""
        return ((each["_id"], each["paused"]) for each in self._centres.find({"unfollowed": True}))

    def mark_followed(self, centre_id: str, *, paused: bool) -> None:
        """Take the mark off a centre that is as it was followed."""
        self._centres.update_one({"_id": centre_id, "paused": paused}, {"$unset": {"unfollowed": ""}})

    def all_paused(self, centre_ids: Iterable[str]) -> bool:
        """Count those of the centres that are paused."""
        ids = list(centre_ids)
        return self._centres.count_documents({"_id": {"$in": ids}, "paused": True}) == len(set(ids))
