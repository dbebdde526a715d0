"""What the views work with, and what they all ask."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from chassis.http import identity
from groups.adapters.stores import Stores
from groups.config import Settings
from groups.domain.access import Caller
from groups.domain.errors import NotOfYourCentre
from groups.ports import Feeds

_EXTENSION = "groups"


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the views work with; the app carries it as an extension."""

    stores: Stores
    feeds: Feeds
    settings: Settings

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


def own_centre() -> str:
    """Give the centre that the caller acts for; raises NotOfYourCentre."""
    centre_id = identity().centre_id
    if centre_id is None:
        raise NotOfYourCentre
    return centre_id
