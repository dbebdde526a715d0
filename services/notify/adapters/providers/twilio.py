"""Texts through Twilio's message resource.

https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import urlencode

import urllib3

from chassis.config import PlatformSettings, environment_reader
from notify.adapters.providers import numbers
from notify.adapters.providers.calls import (
    FORM,
    READ_TIMEOUT,
    Answer,
    Calls,
    bounded_code,
    read_object,
    retry_after,
)
from notify.adapters.providers.numbers import refusal_of
from notify.adapters.providers.spec import ProviderSpec
from notify.config import RECEIPTS_PATH, auth_token, reading_settings
from notify.domain.contacts import Channel
from notify.domain.delivery import (
    PROVIDER_STATUSES,
    Absent,
    Accepted,
    Ambiguous,
    Busy,
    Found,
    LookUp,
    NoAnswer,
    Outcome,
    Refused,
)
from notify.domain.faults import Fault
from notify.domain.message import State
from notify.ports import Envelope

API_VERSION = "2010-04-01"
# The provider's clock may be behind ours, and tells whole seconds.
CLOCK_SKEW = timedelta(minutes=1)
PAGE_SIZE = 100


# https://www.twilio.com/docs/api/errors
FAULTS: Mapping[str, Fault] = {
    **numbers.FAULTS,
    "21211": Fault.RECIPIENT,  # no such number
    "21214": Fault.RECIPIENT,  # the number cannot be reached
    "21217": Fault.RECIPIENT,  # no number at all
    "21610": Fault.RECIPIENT,  # unsubscribed at the carrier
    "21614": Fault.RECIPIENT,  # a landline
    "30005": Fault.RECIPIENT,  # the carrier does not know the number
    "30006": Fault.RECIPIENT,  # a landline, or a carrier that takes no texts
    "21212": Fault.PROVIDER,  # our sender is none
    "21408": Fault.PROVIDER,  # no leave to send to the country
    "21606": Fault.PROVIDER,  # the sender may not send texts
    "21612": Fault.PROVIDER,  # no way from the sender to the number
    "21659": Fault.PROVIDER,  # the sender is not ours
    "21660": Fault.PROVIDER,  # the sender is another account's
    "30002": Fault.PROVIDER,  # the account is suspended
    "30007": Fault.PROVIDER,  # held back by the provider's filter
    "30034": Fault.PROVIDER,  # the sender is not registered
}


@dataclass(frozen=True, kw_only=True)
class TwilioSettings:
    """The account to send with."""

    sms_base_url: str
    sms_account_sid: str
    sms_auth_token: str = field(repr=False)
    sms_from: str
    receipt_url: str

    @classmethod
    def from_env(cls, platform: PlatformSettings) -> Self:
        """Read the settings and the token; a missing or malformed one ends the start with its name."""
        with reading_settings():
            env = environment_reader()
            return cls(
                sms_base_url=env.str("SMS_BASE_URL").rstrip("/"),
                sms_account_sid=env.str("SMS_ACCOUNT_SID"),
                sms_auth_token=auth_token(platform),
                sms_from=env.str("SMS_FROM"),
                receipt_url=platform.public_url + RECEIPTS_PATH,
            )


class TwilioTexts:
    """Sends texts, each with the address its receipts are to be sent to."""

    name = "twilio"
    faults = FAULTS

    def __init__(
        self, settings: TwilioSettings, connections: int = 8, read_timeout: float = READ_TIMEOUT
    ) -> None:
        self._from = settings.sms_from
        self._receipt_url = settings.receipt_url
        account = f"{settings.sms_base_url}/{API_VERSION}/Accounts/{settings.sms_account_sid}"
        self._messages_url = f"{account}/Messages.json"
        credentials = f"{settings.sms_account_sid}:{settings.sms_auth_token}"
        self._calls = Calls(urllib3.make_headers(basic_auth=credentials), connections, read_timeout)
        self.timeout = self._calls.timeout

    def send(self, envelope: Envelope) -> Outcome:
        """Hand one text to the provider, once."""
        if refusal := refusal_of(envelope.to):
            return refusal
        form = {
            "To": envelope.to,
            "From": self._from,
            "Body": envelope.body,
            "StatusCallback": f"{self._receipt_url}/{envelope.message_id}",
        }
        answer = self._calls.post(self._messages_url, urlencode(form), FORM)
        return answer if isinstance(answer, Busy | Ambiguous) else _outcome(answer)

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        """Look for the same words to the same number since a moment, under an id nobody holds."""
        query = urlencode({"To": envelope.to, "PageSize": PAGE_SIZE})
        answer = self._calls.get(f"{self._messages_url}?{query}")
        if answer is None or answer.status != 200:
            return NoAnswer()
        listed = read_object(answer).get("messages")
        if not isinstance(listed, list):
            return NoAnswer()
        ours = (each for each in listed if _is_same(each, envelope.body, since - CLOCK_SKEW))
        return _first_free(ours, held)

    def close(self) -> None:
        """Let go of every connection."""
        self._calls.close()


def _outcome(answer: Answer) -> Outcome:
    said = read_object(answer)
    match answer.status:
        case 200 | 201 if isinstance(said.get("sid"), str):
            return Accepted(said["sid"])
        # 401: our credentials are wrong, which is no fault of the message. 425: refused unread.
        case 401 | 425 | 429 | 503:
            return Busy(retry_after(answer))
        case 408:  # Whoever gave up waiting may have done so after the provider had the text.
            return Ambiguous()
        case status if 400 <= status < 500:
            return Refused(bounded_code(said.get("code"), status))
        case _:
            return Ambiguous()


def _is_same(listed: Any, body: str, earliest: datetime) -> bool:
    if not isinstance(listed, dict) or listed.get("body") != body:
        return False
    try:
        created = parsedate_to_datetime(str(listed.get("date_created")))
    except ValueError:
        return False
    return isinstance(listed.get("sid"), str) and created.astimezone(UTC) >= earliest


def _first_free(listed: Iterable[dict[str, Any]], held: Callable[[str], bool]) -> LookUp:
    for each in listed:
        if not held(each["sid"]):
            state = PROVIDER_STATUSES.get(str(each.get("status")), State.SENT)
            error_code = each.get("error_code")
            return Found(each["sid"], state, None if error_code is None else str(error_code))
    return Absent()


def build(platform: PlatformSettings, at_once: int) -> TwilioTexts:
    """Build the way out to the account of the settings."""
    return TwilioTexts(TwilioSettings.from_env(platform), at_once)


PROVIDER = ProviderSpec(
    name=TwilioTexts.name, channel="sms", contact=Channel.SMS, gives_receipts=True, build=build
)
