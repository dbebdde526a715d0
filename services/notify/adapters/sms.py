"""Texts through Twilio's message resource, and the signature on its receipts.

https://www.twilio.com/docs/messaging/api/message-resource
https://www.twilio.com/docs/usage/security#validating-requests
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

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
from notify.domain.message import State
from notify.ports import Envelope

API_VERSION = "2010-04-01"
CONNECT_TIMEOUT = 3.0
READ_TIMEOUT = 10.0
LONGEST_RETRY_AFTER = 300
# The provider's clock may be behind ours, and tells whole seconds.
CLOCK_SKEW = timedelta(minutes=1)
PAGE_SIZE = 100

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class SmsSettings(Protocol):
    """What the adapter needs to know."""

    @property
    def sms_base_url(self) -> str: ...
    @property
    def sms_account_sid(self) -> str: ...
    @property
    def sms_auth_token(self) -> str: ...
    @property
    def sms_from(self) -> str: ...
    @property
    def receipt_url(self) -> str: ...


class TwilioTexts:
    """Sends texts, each with the address its receipts are to be sent to."""

    def __init__(
        self, settings: SmsSettings, connections: int = 8, read_timeout: float = READ_TIMEOUT
    ) -> None:
        self.timeout = CONNECT_TIMEOUT + read_timeout
        self._from = settings.sms_from
        self._receipt_url = settings.receipt_url
        account = f"{settings.sms_base_url}/{API_VERSION}/Accounts/{settings.sms_account_sid}"
        self._messages_url = f"{account}/Messages.json"
        credentials = f"{settings.sms_account_sid}:{settings.sms_auth_token}"
        self._http = urllib3.PoolManager(
            maxsize=connections,
            headers=urllib3.make_headers(basic_auth=credentials, keep_alive=True),
            timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT, read=read_timeout),
            retries=False,  # A text repeated by a library is a text sent twice.
        )

    def send(self, envelope: Envelope) -> Outcome:
        """Hand one text to the provider, once."""
        form = {
            "To": envelope.to,
            "From": self._from,
            "Body": envelope.body,
            "StatusCallback": f"{self._receipt_url}/{envelope.message_id}",
        }
        try:
            answer = self._http.request(
                "POST", self._messages_url, body=urlencode(form), headers={**self._http.headers, **_FORM}
            )
        except (NewConnectionError, ConnectTimeoutError):
            return Busy()
        except HTTPError:
            return Ambiguous()
        return _outcome(answer)

    def look_up(self, envelope: Envelope, since: datetime, held: Callable[[str], bool]) -> LookUp:
        """Look for the same words to the same number since a moment, under an id nobody holds."""
        query = urlencode({"To": envelope.to, "PageSize": PAGE_SIZE})
        try:
            answer = self._http.request("GET", f"{self._messages_url}?{query}")
        except HTTPError:
            return NoAnswer()
        listed = _object(answer).get("messages")
        if answer.status != 200 or not isinstance(listed, list):
            return NoAnswer()
        ours = (each for each in listed if _is_same(each, envelope.body, since - CLOCK_SKEW))
        return _first_free(ours, held)

    def close(self) -> None:
        """Let go of every connection."""
        self._http.clear()


def _outcome(answer: urllib3.BaseHTTPResponse) -> Outcome:
    said = _object(answer)
    match answer.status:
        case 200 | 201 if isinstance(said.get("sid"), str):
            return Accepted(said["sid"])
        # 401: our credentials are wrong, which is no fault of the message. 425: refused unread.
        case 401 | 425 | 429 | 503:
            return Busy(_retry_after(answer))
        case 408:  # Whoever gave up waiting may have done so after the provider had the text.
            return Ambiguous()
        case status if 400 <= status < 500:
            return Refused(str(said.get("code", status)))
        case _:
            return Ambiguous()


def _object(answer: urllib3.BaseHTTPResponse) -> dict[str, Any]:
    try:
        said = json.loads(answer.data)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _retry_after(answer: urllib3.BaseHTTPResponse) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    if not (seconds.isascii() and seconds.isdigit()):
        return None
    return timedelta(seconds=min(int(seconds), LONGEST_RETRY_AFTER))


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
