"""Puts the HTTP application of alumni together."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from flask import Flask

from alumni.adapters.keys import Keys
from alumni.adapters.stores import Stores
from alumni.adapters.webhook_post import WebhookPost
from alumni.config import Settings
from alumni.domain.allowance import Limits
from alumni.entrypoints import http
from alumni.entrypoints.policy import ensure_kept
from chassis import logs
from chassis.http import create_app, doors
from chassis.mongo import connect
from chassis.readiness import ping_mongodb
from chassis.tokens import TokenVerifier


def http_app() -> Flask:
    """Build the application of one worker, with clients of its own."""
    settings = Settings.from_env()
    logs.configure(settings.platform)
    keys = Keys.read(settings.platform)
    database = connect(settings.platform)
    stores = Stores(database)
    stores.ensure_indexes()
    app = api(keys.signer.jwks, checks={"mongodb": partial(ping_mongodb, database)})
    bind(
        app,
        stores,
        keys,
        settings.limits,
        settings.platform.public_url,
        settings.webhook_allowed_hosts,
    )
    return app


def api(
    jwks: Callable[[], Mapping[str, Any]] = dict, checks: Mapping[str, Callable[[], None]] | None = None
) -> Flask:
    """Build the application without anything behind it, which is enough to document it.

    Tokens are verified with the keys at hand: the service that signs asks nobody for them.
    Raises PolicyBroken where a view and the policy differ.
    """
    app = create_app(
        service="alumni",
        title="Hamrah alumni",
        blueprints=http.BLUEPRINTS,
        problems=http.PROBLEMS,
        verifier=TokenVerifier(fetch=jwks),
        checks=checks or {},
    )
    ensure_kept(doors(app))
    return app


def bind(
    app: Flask,
    stores: Stores,
    keys: Keys,
    limits: Limits,
    public_url: str,
    webhook_hosts: Collection[str] = (),
) -> None:
    """Give the views of an application the stores and the keys to work with."""
    http.Context(
        stores=stores,
        edge=keys.edge,
        signer=keys.signer,
        limits=limits,
        post=WebhookPost(keys.edge.hashes, webhook_hosts),
        public_url=public_url,
    ).install(app)
