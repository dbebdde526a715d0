"""Partners, as those concerned see them."""

from typing import Any

from pymongo.database import Database

Document = dict[str, Any]


def count_of(database: Database[Document], member_id: str) -> int:
    """Count the partners whom a member has."""
    return database["partnerships"].count_documents({"member_ids": member_id, "state": "active"})
