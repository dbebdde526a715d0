"""Exotel's SMS API, version 1, as far as a sender of texts needs it.

https://developer.exotel.com/docs/sms-api/api-reference/send-sms
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import phonenumbers
from aiohttp import encode_basic_auth, web

from sandbox.conduct import headers_of, meet, part
from sandbox.config import Settings
from sandbox.control import Control, SmsControl
from sandbox.receipt_forms import told_of
from sandbox.receipts import Receipts, statuses_of
from sandbox.register import Register
from sandbox.texts import UNREGISTERED, Text, Texts

NAME = "exotel"
LONGEST_BODY = 2000
SMS_TYPES = ("transactional", "transactional_opt_in", "promotional")
ZONE = ZoneInfo("Asia/Kolkata")


class Refused(Exception):
    """A request that Exotel answers with an error."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message

    def response(self) -> web.Response:
        """Return Exotel's error document."""
        exception = {"Status": self.status, "Message": self.message, "Code": self.code}
        return web.json_response(
            {"RestException": exception}, status=self.status, headers=headers_of(self.status)
        )


class SmsApi:
    """`Sms/send.json` and `SMS/Messages/{sid}.json` of one account."""

    def __init__(
        self, settings: Settings, control: Control, texts: Texts, receipts: Receipts, register: Register
    ) -> None:
        self._sid = settings.exotel_account_sid
        self._authorization = encode_basic_auth(settings.exotel_api_key, settings.exotel_token).encode()
        self._control = control
        self._texts = texts
        self._receipts = receipts
        self._register = register

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the API."""
        account = "/v1/Accounts/{account_sid}"
        return [
            web.post(f"{account}/Sms/send.json", self.post_text),
            web.get(f"{account}/SMS/Messages/{{sid}}.json", self.get_text),
        ]

    async def post_text(self, request: web.Request) -> web.StreamResponse:
        """Accept one text and owe its receipts."""
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        behaviour = self._control.for_text(NAME, form.get("CustomField", ""))
        try:
            await self._admit(request, behaviour)
            text = self._accept(form, behaviour)
        except Refused as refused:
            return refused.response()
        return await part(request, behaviour, web.json_response(self._document(text)))

    async def get_text(self, request: web.Request) -> web.StreamResponse:
        """Show one text."""
        try:
            await self._admit(request, self._control.for_question(NAME))
            text = self._texts.get(request.match_info["sid"])
            if text is None or text.provider != NAME:
                raise Refused(404, "NOT_FOUND", "The requested resource was not found")
        except Refused as refused:
            return refused.response()
        return web.json_response(self._document(text))

    async def _admit(self, request: web.Request, behaviour: SmsControl) -> None:
        if status := await meet(request, behaviour):
            raise Refused(status, str(status), "Please try again later")
        given = request.headers.get("Authorization", "").encode()
        if (
            not hmac.compare_digest(given, self._authorization)
            or request.match_info["account_sid"] != self._sid
        ):
            raise Refused(401, "UNAUTHORIZED", "Authentication failed. Invalid API Key or Token.")

    def _accept(self, form: Mapping[str, str], behaviour: SmsControl) -> Text:
        _check(form)
        if behaviour.mode == "fail":
            raise Refused(400, "INVALID_PARAMETER", "From is not approved")
        registered = self._register.matches(form["DltTemplateId"], form["Body"])
        text, owed = self._texts.accept(
            provider=NAME,
            reference=form.get("CustomField", ""),
            recipient=form["To"],
            sender=form["From"],
            body=form["Body"],
            callback=form.get("StatusCallback"),
            # What is not as it is registered, the operators do not let through.
            receipts=statuses_of(behaviour) if registered else [UNREGISTERED],
        )
        self._receipts.send(text, owed)
        return text

    def _document(self, text: Text) -> dict[str, object]:
        return {
            "SMSMessage": {
                "Sid": text.sid,
                "AccountSid": self._sid,
                "From": text.sender,
                "To": text.recipient,
                "DateCreated": _indian(text.created),
                "DateUpdated": _indian(text.updated),
                "DateSent": _indian(text.sent) if text.sent else "1970-01-01 05:30:00",
                "Body": text.body,
                "Direction": "outbound-api",
                "Uri": f"/v1/Accounts/{self._sid}/SMS/Messages/{text.sid}",
                "Price": None,
                **told_of(text.status),
            }
        }


def _check(form: Mapping[str, str]) -> None:
    wanted = ("From", "To", "Body", "DltEntityId", "DltTemplateId")
    if missing := [name for name in wanted if not form.get(name)]:
        raise Refused(400, "INVALID_PARAMETER", f"{missing[0]} is mandatory")
    if len(form["Body"]) > LONGEST_BODY or form.get("SmsType", SMS_TYPES[0]) not in SMS_TYPES:
        raise Refused(400, "INVALID_PARAMETER", "Body or SmsType is invalid")
    try:
        valid = phonenumbers.is_valid_number(phonenumbers.parse(form["To"], "IN"))
    except phonenumbers.NumberParseException:
        valid = False
    if not valid:
        raise Refused(400, "INVALID_PARAMETER", "To is not a valid number")
    if urlsplit(form.get("StatusCallback", "http://")).scheme not in ("http", "https"):
        raise Refused(400, "INVALID_PARAMETER", "StatusCallback is not a valid URL")


def _indian(moment: float) -> str:
    return datetime.fromtimestamp(moment, ZONE).strftime("%Y-%m-%d %H:%M:%S")
