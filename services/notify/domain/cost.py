"""What a message costs, in paise: the one place that holds the prices."""

from __future__ import annotations

from collections.abc import Mapping

from notify.domain.contacts import INBOX, Channel
from notify.domain.segments import segments

# Paise for one segment, the operators' charge for checking the template in it. They stand for what
# whoever runs the platform agreed with each provider.
OF_A_SEGMENT: Mapping[str, int] = {"msg91": 20, "exotel": 26, "twilio": 70}
OF_AN_EMAIL = 1
OF_THE_INBOX = 0
DEAREST = max(OF_A_SEGMENT.values())  # of a provider without a price; a budget must not believe in less


def cost_of_text(text: str, provider: str | None = None) -> int:
    """Say what one text costs with a provider; without one, the dearest is meant."""
    return segments(text) * OF_A_SEGMENT.get(provider or "", DEAREST)


def cost_of(channel: str, text: str, provider: str | None = None) -> int:
    """Say what one message costs over a channel."""
    if channel == Channel.SMS:
        return cost_of_text(text, provider)
    return OF_THE_INBOX if channel == INBOX else OF_AN_EMAIL
