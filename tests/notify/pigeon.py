"""A provider of somebody else's, over a channel of its own: it takes whatever it is given to a phone."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from chassis.config import PlatformSettings
from notify.adapters.providers.spec import ProviderSpec
from notify.domain.contacts import Channel
from notify.domain.delivery import Accepted, LookUp, NoAnswer, Outcome
from notify.domain.faults import Fault
from notify.ports import Envelope

CARRIED: list[Envelope] = []


class Pigeon:
    """Carries a few words to a phone."""

    name = "pigeon"
    timeout = 1.0
    faults: ClassVar[dict[str, Fault]] = {}

    def send(self, envelope: Envelope) -> Outcome:
        """Take the words along."""
        CARRIED.append(envelope)
        return Accepted(f"pigeon-{envelope.message_id}")

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        """Know nothing of the past."""
        return NoAnswer()

    def close(self) -> None:
        """Fly away."""


def build(_platform: PlatformSettings, _at_once: int) -> Pigeon:
    """Build one that needs no settings."""
    return Pigeon()


PROVIDER = ProviderSpec(
    name=Pigeon.name, channel="whatsapp", contact=Channel.SMS, gives_receipts=False, build=build
)
