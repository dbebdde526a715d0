"""The switches of providers in MongoDB: one document a provider, written by operators, read by senders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.database import Database

from notify.domain.switch import Mode, Switch


class MongoSwitches:
    """The Switches port in the collection `providers`."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._providers = database["providers"]

    def turn(self, switch: Switch) -> None:
        """Let a provider stand so from now on."""
        stands = {"mode": switch.mode, "since": switch.since, "by": switch.by}
        self._providers.replace_one({"_id": switch.provider}, stands, upsert=True)

    def all(self) -> Mapping[str, Switch]:
        """Give the switches by provider; a provider without one is on."""
        return {
            each["_id"]: Switch(each["_id"], Mode(each["mode"]), each["since"], each["by"])
            for each in self._providers.find()
        }
