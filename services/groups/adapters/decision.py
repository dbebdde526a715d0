"""One update of one document in which the server decides, made as cheap as it can be.

The pipeline and the projection are constant, so they are encoded once; what differs travels in `let`.
The command is sent as it is and not as a retryable write, for which mongod would keep a second copy of
the whole document as it became: dear for a popular meeting. Nothing is lost by that, because every decision
may be repeated: whoever has a place is told so again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from pymongo.collection import Collection
from pymongo.errors import AutoReconnect

from groups.adapters.documents import Document

_MAJORITY = {"w": "majority"}


class Decision:
    """A `findAndModify` by a pipeline, and what it shows of the document after it."""

    def __init__(self, pipeline: Sequence[Mapping[str, Any]], shown: Mapping[str, Any]) -> None:
        self._pipeline = [_encoded(stage) for stage in pipeline]
        self._shown = _encoded(shown)

    def take(
        self, collection: Collection[Document], id_: str, variables: Mapping[str, Any]
    ) -> Document | None:
        """Let the server decide; None when there is no such document."""
        reply: Document = collection.database.command(
            {
                "findAndModify": collection.name,
                "query": {"_id": id_},
                "update": self._pipeline,
                "fields": self._shown,
                "new": True,
                "let": literal(variables),
                "writeConcern": _MAJORITY,
            },
            codec_options=collection.codec_options,
        )
        if "writeConcernError" in reply:  # a new primary may not know of it
            raise AutoReconnect("the write was not confirmed by a majority")
        after: Document | None = reply["value"]
        return after


def literal(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the server from reading a text that begins with `$` as an expression."""
    return {name: {"$literal": value} for name, value in variables.items()}


def _encoded(document: Mapping[str, Any]) -> RawBSONDocument:
    return RawBSONDocument(bson.encode(document))
