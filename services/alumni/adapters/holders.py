"""Where exports get what is held of a person: here, and at the inside addresses of the other services."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from pymongo.database import Database

from alumni.adapters.holdings import HOLDINGS
from alumni.ports.export import Rows
from chassis.inside import InsideService, ServiceAway
from chassis.personal import named, page, plain

PAGE = 1_000


class OwnHoldings:
    """What alumni itself holds."""

    name = "alumni"

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._database = database

    def collections(self) -> Sequence[str]:
        """Name the collections of the holdings, each once."""
        return list(dict.fromkeys(each.collection for each in HOLDINGS))

    def pages(self, collection: str, member_id: str) -> Iterator[Rows]:
        """Read the database page by page."""
        holding, behind = named(HOLDINGS, collection), None
        while holding:
            rows = page(self._database, holding, member_id, behind=behind, limit=PAGE)
            yield [plain(each) for each in rows]
            if len(rows) < PAGE:
                return
            behind = rows[-1]["_id"]


class InsideHoldings:
    """What another service holds; ServiceAway passes through: the export is made again."""

    def __init__(self, name: str, service: InsideService, token: Callable[[], str]) -> None:
        self.name = name
        self._service = service
        self._token = token

    def collections(self) -> Sequence[str]:
        """Ask the service."""
        found = self._get("/holdings")
        if found is None:
            raise ServiceAway("no holdings")
        return [str(each) for each in found["collections"]]

    def pages(self, collection: str, member_id: str) -> Iterator[Rows]:
        """Ask the service page by page."""
        behind: str | None = None
        while True:
            query = f"page_size={PAGE}" + (f"&behind={quote(behind)}" if behind else "")
            found = self._get(f"/holdings/{quote(collection)}/{member_id}?{query}")
            if found is None:
                return
            yield found["items"]
            behind = found["behind"]
            if behind is None:
                return

    def _get(self, path: str) -> dict[str, Any] | None:
        return self._service.get(path, {"Authorization": f"Bearer {self._token()}"})
