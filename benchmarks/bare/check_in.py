"""The baseline of a check-in: a bare Flask route that verifies the token and upserts one document."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, request
from flask.typing import ResponseReturnValue
from pymongo import MongoClient
from pymongo.write_concern import WriteConcern

from chassis.config import PlatformSettings
from chassis.tokens import TokenRefused, TokenVerifier


def http_app() -> Flask:
    """Build the application in the worker, as the services do."""
    app = Flask(__name__)
    settings = PlatformSettings.from_env("groups")
    verifier = TokenVerifier(settings.jwks_url)
    database = MongoClient[dict[str, object]](settings.mongodb_uri)["bare"]
    documents = database.get_collection("check_ins", write_concern=WriteConcern("majority"))

    @app.post("/check-ins")
    def check_in() -> ResponseReturnValue:
        try:
            claims = verifier.verify(request.headers["Authorization"].removeprefix("Bearer "))
        except TokenRefused:
            return {}, 401
        now = datetime.now(UTC)
        said = {**request.get_json(), "member": claims["sub"], "date": now.date().isoformat()}
        documents.update_one(
            {"_id": f"{said['member']} {said['date']}"}, {"$set": {**said, "at": now}}, upsert=True
        )
        return {"check_in": said}

    return app
