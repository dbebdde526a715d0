"""Partner centres on MongoDB."""

from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.domain.centre import Centre
from alumni.domain.errors import CentreDiffers, CentreUnknown


class MongoCentres:
    """Centres in the collection `centres`."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._collection = database["centres"]

    def add(self, centre: Centre) -> None:
        """Insert a centre, unless it is there already."""
        try:
            self._collection.insert_one({"_id": centre.id, "name": centre.name, "city": centre.city})
        except DuplicateKeyError:
            if self.get(centre.id) != centre:
                raise CentreDiffers(centre.id) from None

    def get(self, centre_id: str) -> Centre:
        """Load a centre."""
        document = self._collection.find_one({"_id": centre_id})
        if document is None:
            raise CentreUnknown(centre_id)
        return Centre(id=document["_id"], name=document["name"], city=document["city"])
