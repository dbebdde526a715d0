"""The baseline of the finder: a bare Flask route under a gevent worker that runs one indexed find."""

from __future__ import annotations

import os
from datetime import datetime

from flask import Flask, request
from flask.typing import ResponseReturnValue
from pymongo import MongoClient

PAGE = 20


def http_app() -> Flask:
    """Build the application in the worker, as the services do."""
    app = Flask(__name__)
    database = MongoClient[dict[str, object]](os.environ["HAMRAH_MONGODB_URI"], tz_aware=True)["bare"]
    documents = database["meetings"]

    @app.get("/meetings")
    def find() -> ResponseReturnValue:
        since = datetime.fromisoformat(request.args["from"])
        shown = {"seats": 0, "queue": 0, "released": 0, "outbox": 0, "position": 0}
        found = documents.find({"starts_at": {"$gte": since}}, shown).sort("starts_at", 1).limit(PAGE)
        return {"items": list(found)}

    return app
