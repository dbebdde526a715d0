"""The baseline of a registration: a bare Flask route under a gevent worker that inserts one document."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask, request
from flask.typing import ResponseReturnValue
from pymongo import MongoClient
from pymongo.write_concern import WriteConcern


def http_app() -> Flask:
    """Build the application in the worker, as the services do."""
    app = Flask(__name__)
    database = MongoClient[dict[str, object]](os.environ["HAMRAH_MONGODB_URI"])["bare"]
    documents = database.get_collection("registrations", write_concern=WriteConcern("majority"))

    @app.post("/registrations/<occurrence_id>")
    def register(occurrence_id: str) -> ResponseReturnValue:
        body = request.get_json()
        document = {"_id": uuid4().hex, "occurrence": occurrence_id, "at": datetime.now(UTC), **body}
        documents.insert_one(document)
        return {"id": document["_id"]}, 201

    return app
