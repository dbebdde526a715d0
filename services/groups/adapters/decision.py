"""Updates of one document each in which the server decides, made as cheap as they can be.

The pipeline and the projection are constant, so they are encoded once; what differs travels beside them.
The command is sent as it is and not as a retryable write, for which mongod would keep a second copy of
the whole document as it became: dear for a popular meeting. Nothing is lost by that, because every decision
may be repeated: whoever has a place is told so again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from pymongo.collection import Collection
from pymongo.errors import AutoReconnect, WriteError

from groups.adapters.documents import Document

_MAJORITY = {"w": "majority"}


class Decision:
    """An update by a pipeline, and what it shows of the document after it."""

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
        _expect_majority(reply)
        after: Document | None = reply["value"]
        return after

    def take_all(
        self,
        collection: Collection[Document],
        orders: Mapping[str, Mapping[str, Any]],
        shared: Mapping[str, Any],
    ) -> dict[str, Document | Exception]:
        """Let the server decide over each document, named by its id, with variables of its own.

        `shared` are the variables of what is shown. Several decisions are one command, and what they show is
        read after it, when others may have changed it. Gives the error of a document that could not be
        written in its place, and nothing of one that does not exist.
        """
        if len(orders) == 1:
            ((id_, variables),) = orders.items()
            after = self.take(collection, id_, {**variables, **shared})
            return {} if after is None else {id_: after}
        failed = self._update(collection, orders)
        written = [id_ for id_ in orders if id_ not in failed]
        shown = collection.find({"_id": {"$in": written}}, self._shown, let=literal(shared))
        return {document["_id"]: document for document in shown} | failed

    def _update(
        self, collection: Collection[Document], orders: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Exception]:
        reply: Document = collection.database.command(
            {
                "update": collection.name,
                "updates": [
                    {"q": {"_id": id_}, "u": self._pipeline, "c": variables}
                    for id_, variables in orders.items()
                ],
                "ordered": False,
                "writeConcern": _MAJORITY,
            }
        )
        _expect_majority(reply)
        ids = list(orders)
        return {
            ids[error["index"]]: WriteError(error["errmsg"], error["code"], error)
            for error in reply.get("writeErrors", ())
        }


def _expect_majority(reply: Document) -> None:
    if "writeConcernError" in reply:  # a new primary may not know of it
        raise AutoReconnect("the write was not confirmed by a majority")


def literal(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the server from reading a text that begins with `$` as an expression."""
    return {name: {"$literal": value} for name, value in variables.items()}


def _encoded(document: Mapping[str, Any]) -> RawBSONDocument:
    return RawBSONDocument(bson.encode(document))
