"""What the views work with, and what they all ask."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from alumni.adapters.edge import Edge
from alumni.adapters.stores import Stores
from alumni.adapters.tokens import SignedTokens
from alumni.adapters.webhook_post import WebhookPost
from alumni.domain.access import Caller
from alumni.domain.allowance import Limits
from chassis.http import identity

_EXTENSION = "alumni"


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the views work with; the app carries it as an extension."""

    stores: Stores
    edge: Edge
    signer: SignedTokens
    limits: Limits
    post: WebhookPost
    public_url: str  # where a browser finds the platform

    def install(self, app: Flask) -> None:
        """Put the context where the views find it."""
        app.extensions[_EXTENSION] = self


def context() -> Context:
    """Give what the views of this application work with."""
    return cast("Context", current_app.extensions[_EXTENSION])


def caller() -> Caller:
    """Give who asks, as the rules of access see them."""
    found = identity()
    return Caller(member_id=found.member_id, roles=found.roles, centre_id=found.centre_id)
