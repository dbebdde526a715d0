"""Puts the HTTP application of notify together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask
from pymongo.database import Database

from chassis import logs
from chassis.config import PlatformSettings
from chassis.http import create_app
from chassis.mongo import connect
from chassis.readiness import ping_mongodb
from chassis.tokens import TokenVerifier
from notify.adapters.glasses import MongoGlasses
from notify.adapters.indexes import ensure_indexes
from notify.adapters.links import SignedLinks
from notify.adapters.mongo_answers import MongoAnswers
from notify.adapters.mongo_contacts import MongoWriters
from notify.adapters.mongo_inbox import MongoInbox
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.mongo_numbers import MongoNumbers
from notify.adapters.mongo_seats import MongoSeats
from notify.adapters.mongo_unread import MongoUnread
from notify.adapters.numbers import NumberIndex
from notify.adapters.planned_choices import PlannedChoices
from notify.adapters.providers.registry import read_channels, usual, webhooks_of
from notify.adapters.providers.webhooks import Webhooks
from notify.adapters.receipts import TwilioSignature
from notify.adapters.sealing import PrivateSeal
from notify.adapters.templates import read_senders, read_templates
from notify.adapters.wording import TemplateWriting
from notify.config import auth_token, private_key
from notify.entrypoints import http
from notify.entrypoints.http.streams import Streams
from notify.handlers.desk import Desk


def http_app() -> Flask:
    """Build the application of one worker, with clients of its own."""
    settings = PlatformSettings.from_env("notify")
    logs.configure(settings)
    database = connect(settings)
    ensure_indexes(database)
    app = api(TokenVerifier(settings.jwks_url), checks={"mongodb": partial(ping_mongodb, database)})
    seal = PrivateSeal(private_key(settings))
    links = SignedLinks.read(settings)
    numbers, hooks = NumberIndex.read(settings), webhooks_of(read_channels(), settings)
    bind(app, database, auth_token(settings), settings.public_url, numbers, seal, links, hooks=hooks)
    return app


def api(
    verifier: TokenVerifier | None = None, checks: Mapping[str, Callable[[], None]] | None = None
) -> Flask:
    """Build the application without anything behind it, which is enough to document it."""
    return create_app(
        service="notify",
        title="Hamrah notify",
        blueprints=http.BLUEPRINTS,
        problems=http.PROBLEMS,
        verifier=verifier or TokenVerifier(fetch=dict),
        checks=checks or {},
    )


def bind(
    app: Flask,
    database: Database[dict[str, Any]],
    sms_auth_token: str,
    public_url: str,
    numbers: NumberIndex,
    seal: PrivateSeal,
    links: SignedLinks,
    streams: Streams | None = None,
    hooks: Mapping[str, Webhooks] | None = None,
) -> None:
    """Give the views of an application what they work with."""
    http.Context(
        database=database,
        messages=MongoMessages(database),
        desk=desk(database, numbers, seal),
        signature=TwilioSignature(sms_auth_token),
        public_url=public_url,
        glasses=MongoGlasses(database),
        seal=seal,
        inbox=MongoInbox(database),
        choices=PlannedChoices(database, usual()),
        words=TemplateWriting(read_templates(), seal.unseal, read_senders()),
        links=links,
        streams=streams or Streams(),
        hooks=hooks or {},
    ).install(app)


def desk(database: Database[dict[str, Any]], numbers: NumberIndex, seal: PrivateSeal) -> Desk:
    """Put together what texts that come in are worked on with."""
    return Desk(
        writers=MongoWriters(database, numbers, usual()),
        answers=MongoAnswers(database),
        messages=MongoMessages(database),
        numbers=MongoNumbers(database, numbers),
        unread=MongoUnread(database),
        seats=MongoSeats(database),
        seal=seal.seal,
    )
