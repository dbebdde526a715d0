"""The baseline of the overview: a bare Flask route under a gevent worker that runs one indexed find."""

from __future__ import annotations

import os

from flask import Flask, request
from flask.typing import ResponseReturnValue
from pymongo import MongoClient

PAGE = 50


def http_app() -> Flask:
    """Build the application in the worker, as the services do."""
    app = Flask(__name__)
    database = MongoClient[dict[str, object]](os.environ["HAMRAH_MONGODB_URI"], tz_aware=True)["bare"]
    documents = database["members"]

    @app.get("/members")
    def find() -> ResponseReturnValue:
        behind = {"centre_id": request.args["centre"], "handle": {"$gt": request.args["behind"]}}
        found = documents.find(behind).sort("handle", 1).limit(PAGE)
        return {"items": list(found)}

    return app
