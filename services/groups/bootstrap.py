"""Puts the HTTP application of groups together."""

from collections.abc import Callable, Mapping
from functools import partial

from flask import Flask

from chassis import logs
from chassis.http import create_app
from chassis.mongo import connect
from chassis.readiness import ping_mongodb
from chassis.tokens import TokenVerifier
from groups.adapters.feeds import WebFeeds
from groups.adapters.stores import Stores
from groups.config import Settings
from groups.entrypoints import http
from groups.ports import Feeds


def http_app() -> Flask:
    """Build the application of one worker, with clients of its own."""
    settings = Settings.from_env()
    logs.configure(settings.platform)
    database = connect(settings.platform)
    stores = Stores(database)
    stores.ensure_indexes()
    app = api(TokenVerifier(settings.platform.jwks_url), checks={"mongodb": partial(ping_mongodb, database)})
    bind(app, stores, WebFeeds(settings.feed_allowed_hosts), settings)
    return app


def api(
    verifier: TokenVerifier | None = None, checks: Mapping[str, Callable[[], None]] | None = None
) -> Flask:
    """Build the application without anything behind it, which is enough to document it."""
    return create_app(
        service="groups",
        title="Hamrah groups",
        blueprints=http.BLUEPRINTS,
        problems=http.PROBLEMS,
        verifier=verifier or TokenVerifier(fetch=dict),
        checks=checks or {},
    )


def bind(app: Flask, stores: Stores, feeds: Feeds, settings: Settings) -> None:
    """Give the views of an application what they work with."""
    http.Context(stores=stores, feeds=feeds, settings=settings).install(app)
