"""What a service holds of a person: where it lies, what the person may see of it, how it is erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pymongo.collection import Collection

Erasing = Callable[["Collection[dict[str, Any]]", dict[str, Any], str], None]
"""Erases the person of an id from the documents of a collection that a filter finds."""


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


def delete(collection: Collection[dict[str, Any]], found: dict[str, Any], person_id: str) -> None:
    """Erase by removing the documents: they concern nobody else."""
    collection.delete_many(found)
