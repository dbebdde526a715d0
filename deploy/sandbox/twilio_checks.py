"""What Twilio accepts in a message, and how it refuses the rest.

Codes: https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

import phonenumbers
from aiohttp import web

BODY_LIMIT = 1600
# An alphanumeric sender id, as India's headers are: at most 11 characters, at least one letter.
SENDER_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_EXTENSION = frozenset("^{}\\[~]|€\f")


class Refused(Exception):
    """A request that the provider answers with an error of its own shape."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message

    def response(self) -> web.Response:
        """Return Twilio's error document."""
        more_info = f"https://www.twilio.com/docs/errors/{self.code}"
        document = {"code": self.code, "message": self.message, "more_info": more_info, "status": self.status}
        headers = {"Retry-After": "1"} if self.status in (429, 503) else {}
        return web.json_response(document, status=self.status, headers=headers)


def check_recipient(number: str) -> None:
    """Refuse what is no phone number in E.164."""
    if not number:
        raise Refused(400, 21604, "A 'To' phone number is required.")
    try:
        valid = number.startswith("+") and phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        valid = False
    if not valid or not number[1:].isascii() or not number[1:].isdigit():
        raise Refused(400, 21211, f"The 'To' number {number} is not a valid phone number.")


def check_sender(sender: str) -> None:
    """Refuse what is neither a phone number nor an alphanumeric sender id."""
    if not sender:
        raise Refused(400, 21603, "A 'From' phone number is required.")
    if not SENDER_ID.fullmatch(sender) and not re.fullmatch(r"\+[1-9]\d{6,14}", sender, re.ASCII):
        raise Refused(400, 21212, f"The 'From' number {sender} is not a valid phone number.")


def check_body(body: str) -> None:
    """Refuse an empty text, and one of more than 1,600 characters."""
    if not body:
        raise Refused(400, 21602, "Message body is required.")
    if len(body) > BODY_LIMIT:
        raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.")


def segments_of(body: str) -> int:
    """Count the segments of a text: 160 or 153 characters each in GSM-7, 70 or 67 in UCS-2."""
    if all(character in GSM_7 or character in GSM_7_EXTENSION for character in body):
        length, single, several = (
            len(body) + sum(character in GSM_7_EXTENSION for character in body),
            160,
            153,
        )
    else:
        length, single, several = len(body.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= single else -(-length // several)


def dates_of(query: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Read DateSent, `DateSent>=` and `DateSent<=`, days in UTC or moments; return from and up to before."""
    if day := query.get("DateSent"):
        return _start(day), _end(day)
    return _start(query.get("DateSent>")), _end(query.get("DateSent<"))


def _start(text: str | None) -> float | None:
    return _moment(text).timestamp() if text else None


def _end(text: str | None) -> float | None:
    """Return the end of a day, which the provider's own client writes as its midnight."""
    if not text:
        return None
    moment = _moment(text)
    length = timedelta(days=1) if moment.time() == time() else timedelta(seconds=1)
    return (moment + length).timestamp()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(400, 20001, "Invalid DateSent") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def bounded(query: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """Read a whole number within its bounds."""
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
        raise Refused(400, 20001, f"Invalid {name}")
    return int(text)
