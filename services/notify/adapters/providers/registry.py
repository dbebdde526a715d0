"""Which providers there are: one line of configuration names them, channel by channel.

`sms=twilio,msg91,exotel email=smtp`: the first of a channel is the first choice. A name with a dot is a
module of somebody else's package, which declares its `PROVIDER` like those here.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from chassis.config import MissingSetting, PlatformSettings, environment_reader
from notify.adapters.providers.spec import ProviderSpec
from notify.adapters.providers.webhooks import Webhooks
from notify.config import default_preferences, reading_settings
from notify.domain.contacts import USUAL_CHANNELS, Usual

SETTING = "CHANNELS"
HOME = "notify.adapters.providers"

# The providers of each channel, the first choice first.
Channels = Mapping[str, tuple[ProviderSpec, ...]]


def read_channels() -> Channels:
    """Read the line; a missing or senseless one ends the start with its name."""
    with reading_settings():
        return channels_of(environment_reader().str(SETTING))


def usual() -> Usual:
    """Read what holds for everybody: `default_preferences`, and which contact each channel needs.

    Only a channel of somebody else's needs its provider loaded for that.
    """
    line = environment_reader().str(SETTING, "")
    others = " ".join(word for word in line.split() if word.partition("=")[0] not in USUAL_CHANNELS)
    more = {channel: specs[0].contact for channel, specs in channels_of(others).items() if specs}
    return Usual(preferences=default_preferences(), channels={**USUAL_CHANNELS, **more})


def webhooks_of(channels: Channels, platform: PlatformSettings) -> Mapping[str, Webhooks]:
    """Build the readers of what the providers in use post to us, by the provider's name."""
    used = (spec for specs in channels.values() for spec in specs)
    return {spec.name: spec.webhooks(platform) for spec in used if spec.webhooks}


def channels_of(line: str) -> Channels:
    """Find the providers that a line names; a channel without any, as the inbox, needs none."""
    named = (word.partition("=") for word in line.split())
    return {channel: _providers_of(channel, names) for channel, _, names in named}


def _providers_of(channel: str, names: str) -> tuple[ProviderSpec, ...]:
    found = tuple(_find(name) for name in names.split(",") if name)
    strangers = [each.name for each in found if each.channel != channel]
    if strangers:
        raise MissingSetting(f"notify cannot start: HAMRAH_{SETTING} has {strangers[0]} in {channel}.")
    return found


def _find(name: str) -> ProviderSpec:
    module = name if "." in name else f"{HOME}.{name}"
    try:
        spec = import_module(module).PROVIDER
    except (ModuleNotFoundError, AttributeError) as error:
        raise MissingSetting(f"notify cannot start: HAMRAH_{SETTING} names {name}: {error}.") from error
    if not isinstance(spec, ProviderSpec):
        raise MissingSetting(f"notify cannot start: {module}.PROVIDER declares no provider.")
    return spec
