"""Every provider of texts: the shape of its API, its adapter, and a text to hand it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from notify.adapters.providers.exotel import ExotelSettings, ExotelTexts
from notify.adapters.providers.links import ReceiptLinks
from notify.adapters.providers.msg91 import LOG_BEHIND, Msg91Settings, Msg91Texts
from notify.adapters.providers.twilio import TwilioSettings, TwilioTexts
from notify.domain.contacts import Channel
from notify.domain.delivery import Absent, LookUp, ReceiptOnly, Refused
from notify.ports import Envelope, Provider
from tests.notify import examples, shapes
from tests.notify.integration.conftest import PUBLIC_URL

MESSAGE = examples.message()
ENVELOPE: Envelope = examples.writing().envelope(MESSAGE, examples.SEALED[Channel.SMS])
LINKS = ReceiptLinks(bytes(32), PUBLIC_URL)
READ_TIMEOUT = 0.3


def nobody_holds(_provider_id: str) -> bool:
    """Say that no message holds an id of the provider."""
    return False


def twilio(url: str) -> Provider:
    """Reach Twilio's shape."""
    settings = TwilioSettings(
        sms_base_url=url,
        sms_account_sid=shapes.ACCOUNT_SID,
        sms_auth_token=shapes.AUTH_TOKEN,
        sms_from="HAMRAH",
        receipt_url=f"{PUBLIC_URL}/api/notify/webhooks/sms",
    )
    return TwilioTexts(settings, read_timeout=READ_TIMEOUT)


def msg91(url: str) -> Provider:
    """Reach MSG91's shape."""
    settings = Msg91Settings(base_url=url, authkey=shapes.AUTH_TOKEN)
    return Msg91Texts(settings, read_timeout=READ_TIMEOUT)


def exotel(url: str) -> Provider:
    """Reach Exotel's shape."""
    settings = ExotelSettings(
        base_url=url,
        account_sid=shapes.ACCOUNT_SID,
        api_key="a-key",
        api_token=shapes.AUTH_TOKEN,
        links=LINKS,
    )
    return ExotelTexts(settings, read_timeout=READ_TIMEOUT)


@dataclass(frozen=True)
class Case:
    """One provider: its shape, its adapter, and what it says of a message in doubt."""

    shape: shapes.Shape
    adapter: Callable[[str], Provider]
    refused: Refused
    absent: LookUp


CASES = {
    "twilio": Case(shapes.TWILIO, twilio, Refused("21211"), Absent()),
    "msg91": Case(shapes.MSG91, msg91, Refused("203"), Absent(LOG_BEHIND)),
    "exotel": Case(shapes.EXOTEL, exotel, Refused("INVALID_PARAMETER"), ReceiptOnly()),
}


only = {name: pytest.mark.parametrize("case", [name], indirect=True) for name in CASES}
