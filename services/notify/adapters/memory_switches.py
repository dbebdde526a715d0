"""Switches of providers in memory, for tests of what must not need an engine."""

from __future__ import annotations

from collections.abc import Mapping

from notify.domain.switch import Switch


class InMemorySwitches:
    """Switches in a dict."""

    def __init__(self) -> None:
        self._switches: dict[str, Switch] = {}

    def all(self) -> Mapping[str, Switch]:
        return dict(self._switches)

    def turn(self, switch: Switch) -> None:
        self._switches[switch.provider] = switch
