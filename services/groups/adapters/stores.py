"""The service's own database: its collections by name, and their indexes."""

from typing import Any

from pymongo.database import Database

from groups.adapters.mongo import MongoOccurrences
from groups.adapters.mongo_series import MongoSeries


class Stores:
    """The ports that MongoDB answers, and the occurrences' collection for reads.

    `outboxes` names the collections whose documents carry facts for the relay.
    """

    outboxes = ("occurrences",)

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.database = database
        self.rows = database["occurrences"]
        self.occurrences = MongoOccurrences(self.rows)
        self.series = MongoSeries(database["series"])

    def ensure_indexes(self) -> None:
        """Create every index that is missing."""
        self.occurrences.ensure_indexes()
        self.series.ensure_indexes()
