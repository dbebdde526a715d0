"""What a provider declares of itself, as `PROVIDER` in a module of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chassis.config import PlatformSettings
from notify.adapters.providers.webhooks import Webhooks
from notify.domain.contacts import Channel
from notify.ports import Provider


@dataclass(frozen=True, kw_only=True)
class ProviderSpec:
    """One provider: what it is for, and how to build it.

    `contact` is the kind of contact that its channel needs. `build` reads the provider's own settings and
    secrets, where a missing one ends the start with its name, and is told how many calls are made at once.
    `webhooks` builds the reader of what the provider posts to us, where it is not Twilio.
    """

    name: str
    channel: str
    contact: Channel
    gives_receipts: bool
    build: Callable[[PlatformSettings, int], Provider]
    webhooks: Callable[[PlatformSettings], Webhooks] | None = None
