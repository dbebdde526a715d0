"""What the views of notify work with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Flask, current_app
from pymongo.database import Database

from notify.adapters.glasses import MongoGlasses
from notify.adapters.links import SignedLinks
from notify.adapters.mongo_choices import MongoChoices
from notify.adapters.mongo_inbox import MongoInbox
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.providers.webhooks import Webhooks
from notify.adapters.receipts import TwilioSignature
from notify.adapters.sealing import PrivateSeal
from notify.adapters.wording import TemplateWriting
from notify.entrypoints.http.streams import Streams
from notify.handlers.desk import Desk

_EXTENSION = "notify"


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the views work with; the app carries it as an extension."""

    database: Database[dict[str, Any]]
    messages: MongoMessages
    desk: Desk
    signature: TwilioSignature
    public_url: str
    glasses: MongoGlasses
    seal: PrivateSeal
    inbox: MongoInbox
    choices: MongoChoices
    words: TemplateWriting
    links: SignedLinks
    streams: Streams = field(default_factory=Streams)
    hooks: Mapping[str, Webhooks] = field(default_factory=dict)  # by the provider's name

    def install(self, app: Flask) -> None:
        """Put the context where the views find it."""
        app.extensions[_EXTENSION] = self


def context() -> Context:
    """Give what the views of this application work with."""
    return cast("Context", current_app.extensions[_EXTENSION])
