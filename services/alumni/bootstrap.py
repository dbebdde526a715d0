"""Puts the HTTP application of alumni together."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask
from pymongo.database import Database

from alumni.adapters import mongo
from alumni.adapters.keys import Keys
from alumni.config import Settings
from alumni.domain.allowance import Limits
from alumni.entrypoints import http
from alumni.ports import Ports
from chassis import logs
from chassis.http import create_app
from chassis.mongo import connect
from chassis.readiness import ping_mongodb
from chassis.tokens import TokenVerifier


def http_app() -> Flask:
    """Build the application of one worker, with clients of its own."""
    settings = Settings.from_env()
    logs.configure(settings.platform)
    keys = Keys.read(settings.platform)
    database = connect(settings.platform)
    mongo.ensure_indexes(database)
    app = api(keys.signer.jwks, checks={"mongodb": partial(ping_mongodb, database)})
    bind(app, database, keys, settings.limits)
    return app


def api(
    jwks: Callable[[], Mapping[str, Any]] = dict, checks: Mapping[str, Callable[[], None]] | None = None
) -> Flask:
    """Build the application without anything behind it, which is enough to document it.

    Tokens are verified with the keys at hand: the service that signs asks nobody for them.
    """
    return create_app(
        service="alumni",
        title="Hamrah alumni",
        blueprints=[http.alumni, http.well_known],
        problems=http.PROBLEMS,
        verifier=TokenVerifier(fetch=jwks),
        checks=checks or {},
    )


def bind(app: Flask, database: Database[dict[str, Any]], keys: Keys, limits: Limits) -> None:
    """Give the views of an application the stores and the keys to work with."""
    ports = Ports(
        members=mongo.MongoMembers(database),
        attempts=mongo.MongoSignInAttempts(database),
        sessions=mongo.MongoSessions(database),
        allowances=mongo.MongoAllowances(database),
        centres=mongo.MongoCentres(database),
        seal=keys.edge.seal,
        hashes=keys.edge.hashes,
        tokens=keys.signer,
        limits=limits,
    )
    http.Context(ports=ports, edge=keys.edge, signer=keys.signer).install(app)
