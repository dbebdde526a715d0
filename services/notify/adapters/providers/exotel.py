"""Texts through Exotel: the words as they are registered, with the ids of entity and template.

https://developer.exotel.com/docs/sms-api/api-reference/send-sms
https://developer.exotel.com/docs/sms-support/sms-api-errors

Exotel tells of a text by its own id only, which nobody knows of a text in doubt; but its receipt comes to the
address that we gave with the text, so the receipt settles the doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
from notify.adapters.providers.exotel_webhooks import NAME, state_of, webhooks
from notify.adapters.providers.links import ReceiptLinks
from notify.adapters.providers.numbers import INDIA, refusal_of
from notify.adapters.providers.spec import ProviderSpec
from notify.config import reading_settings
from notify.domain.contacts import Channel
from notify.domain.delivery import Accepted, Ambiguous, Busy, LookUp, Outcome, ReceiptOnly, Refused
from notify.domain.faults import Fault
from notify.domain.message import State
from notify.domain.segments import Encoding, encoding
from notify.ports import Envelope

# What Exotel calls the classes of the operators' register.
SMS_TYPES: Mapping[str, str] = {
    "transactional": "transactional",
    "service-implicit": "transactional",
    "service-explicit": "transactional_opt_in",
    "promotional": "promotional",
}
FAULTS: Mapping[str, Fault] = {
    **numbers.FAULTS,
    "FAILED_INVALID_NUMBER": Fault.RECIPIENT,
    # What is registered differently there, and statuses.
    **dict.fromkeys(("FAILED_INVALID_SENDER", "FAILED_DLT_ENTITY", "FAILED_DLT_TEMPLATE"), Fault.PROVIDER),
    **dict.fromkeys(("INVALID_PARAMETER", "BAD_REQUEST", "400", "410", "413", "415", "422"), Fault.PROVIDER),
}


@dataclass(frozen=True, kw_only=True)
class ExotelSettings:
    """The account to send with."""

    base_url: str
    account_sid: str
    api_key: str
    api_token: str = field(repr=False)
    links: ReceiptLinks = field(repr=False)

    @classmethod
    def from_env(cls, platform: PlatformSettings) -> Self:
        """Read the settings and secrets; a missing or malformed one ends the start with its name."""
        with reading_settings():
            env = environment_reader()
            return cls(
                base_url=env.str("EXOTEL_BASE_URL").rstrip("/"),
                account_sid=env.str("EXOTEL_ACCOUNT_SID"),
                api_key=env.str("EXOTEL_API_KEY"),
                api_token=platform.secret("exotel-token").decode(),
                links=ReceiptLinks.read(platform),
            )


class ExotelTexts:
    """Sends texts, each with the address its receipts are to be sent to."""

    name = NAME
    faults = FAULTS

    def __init__(
        self, settings: ExotelSettings, connections: int = 8, read_timeout: float = READ_TIMEOUT
    ) -> None:
        self._settings = settings
        self._send_url = f"{settings.base_url}/v1/Accounts/{settings.account_sid}/Sms/send.json"
        credentials = urllib3.make_headers(basic_auth=f"{settings.api_key}:{settings.api_token}")
        self._calls = Calls(credentials, connections, read_timeout)
        self.timeout = self._calls.timeout

    def send(self, envelope: Envelope) -> Outcome:
        """Hand one text to the provider, once."""
        if refusal := refusal_of(envelope.to, INDIA):
            return refusal
        answer = self._calls.post(self._send_url, urlencode(self._form(envelope)), FORM)
        return answer if isinstance(answer, Busy | Ambiguous) else _outcome(answer)

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        """Say that only a receipt can tell."""
        return ReceiptOnly()

    def close(self) -> None:
        """Let go of every connection."""
        self._calls.close()

    def _form(self, envelope: Envelope) -> dict[str, str]:
        return {
            "From": envelope.sender.header,
            "To": envelope.to,
            "Body": envelope.body,
            "EncodingType": "plain" if encoding(envelope.body) is Encoding.GSM_7 else "unicode",
            "DltEntityId": envelope.sender.entity_id,
            "DltTemplateId": envelope.dlt_template_id,
            "SmsType": SMS_TYPES[envelope.category],
            "StatusCallback": self._settings.links.of(self.name, envelope.message_id),
            "CustomField": envelope.message_id,
        }


def _outcome(answer: Answer) -> Outcome:
    said = read_object(answer)
    match answer.status:
        case 200 | 201 | 202:
            return _taken(said.get("SMSMessage"))
        # What is wrong with our account, our address or our balance is no fault of the message.
        case 401 | 402 | 403 | 404 | 405 | 425 | 429 | 503:
            return Busy(retry_after(answer))
        case 408 | 409:  # 409: a repeated request, of which the first may have been taken.
            return Ambiguous()
        case status if 400 <= status < 500:
            exception = said.get("RestException")
            code = exception.get("Code") if isinstance(exception, dict) else None
            return Refused(bounded_code(code, status))
        case _:
            return Ambiguous()


def _taken(message: Any) -> Outcome:
    if not isinstance(message, dict) or not isinstance(message.get("Sid"), str):
        return Ambiguous()
    if state_of(message) is State.FAILED:
        code = bounded_code(message.get("DetailedStatus"), 200)
        return Refused(code)
    return Accepted(message["Sid"])


def build(platform: PlatformSettings, at_once: int) -> ExotelTexts:
    """Build the way out to the account of the settings."""
    return ExotelTexts(ExotelSettings.from_env(platform), at_once)


PROVIDER = ProviderSpec(
    name=ExotelTexts.name,
    channel="sms",
    contact=Channel.SMS,
    gives_receipts=True,
    build=build,
    webhooks=webhooks,
)
