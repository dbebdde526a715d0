"""MSG91's flow API, version 5, and its log, as far as a sender of texts needs them.

https://docs.msg91.com/sms/send-sms
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

import phonenumbers
from aiohttp import web

from sandbox.conduct import headers_of, meet, part
from sandbox.config import Settings
from sandbox.control import Control, SmsControl
from sandbox.receipts import Receipts, final_statuses_of
from sandbox.register import Register
from sandbox.texts import DELIVERED, UNDELIVERED, Text, Texts

NAME = "msg91"
HEADER = "HAMRAH"  # belongs to the template
LOG_STATUSES = {DELIVERED: "1", UNDELIVERED: "2"}


class Refused(Exception):
    """A request that MSG91 answers with an error."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message

    def response(self) -> web.Response:
        """Return MSG91's error document."""
        document = {"message": self.message, "type": "error", "code": self.code}
        return web.json_response(document, status=self.status, headers=headers_of(self.status))


class FlowApi:
    """`/api/v5/flow` and `/api/v5/report/logs/p/sms` of one account."""

    def __init__(
        self, settings: Settings, control: Control, texts: Texts, receipts: Receipts, register: Register
    ) -> None:
        self._authkey = settings.msg91_authkey.encode()
        self._control = control
        self._texts = texts
        self._receipts = receipts
        self._register = register

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the API."""
        return [
            web.post("/api/v5/flow", self.post_flow),
            web.post("/api/v5/report/logs/p/sms", self.post_log),
        ]

    async def post_flow(self, request: web.Request) -> web.StreamResponse:
        """Accept one text and owe its report."""
        try:
            flow = await _read(request)
            behaviour = self._control.for_text(NAME, str(flow.get("CRQID")))
            await self._admit(request, behaviour)
            text = self._accept(flow, behaviour)
        except Refused as refused:
            return refused.response()
        answer = web.json_response({"message": text.sid, "type": "success"})
        return await part(request, behaviour, answer)

    async def post_log(self, request: web.Request) -> web.StreamResponse:
        """List what was sent under one CRQID."""
        try:
            await self._admit(request, self._control.for_question(NAME))
        except Refused as refused:
            return refused.response()
        found = self._texts.by_reference(NAME, request.query.get("CRQID", ""))
        rows = [
            {
                "requestId": text.sid,
                "CRQID": text.reference,
                "telNum": text.recipient.removeprefix("+"),
                "senderId": text.sender,
                "status": LOG_STATUSES.get(text.status, ""),
            }
            for text in found
        ]
        return web.json_response({"data": rows, "hasError": False, "errors": []})

    async def _admit(self, request: web.Request, behaviour: SmsControl) -> None:
        if status := await meet(request, behaviour):
            raise Refused(status, str(status), "Please try again later")
        if not hmac.compare_digest(request.headers.get("authkey", "").encode(), self._authkey):
            raise Refused(401, "201", "Unauthorized")

    def _accept(self, flow: Mapping[str, Any], behaviour: SmsControl) -> Text:
        recipients = flow.get("recipients")
        if not isinstance(recipients, list) or len(recipients) != 1 or not isinstance(recipients[0], dict):
            raise Refused(400, "400", "recipients are required")
        [recipient] = recipients
        body = self._body(str(flow.get("template_id")), recipient)
        number = _number(str(recipient.get("mobiles")))
        if behaviour.mode == "fail":
            raise Refused(400, "203", "Invalid sender id")
        text, owed = self._texts.accept(
            provider=NAME,
            reference=str(flow.get("CRQID", "")),
            recipient=number,
            sender=HEADER,
            body=body,
            callback=self._receipts.msg91_url,
            receipts=final_statuses_of(behaviour),
        )
        self._receipts.send(text, owed)
        return text

    def _body(self, template_id: str, recipient: Mapping[str, Any]) -> str:
        names = [f"VAR{place}" for place in range(1, self._register.places(template_id) + 1)]
        body = self._register.text(template_id, [str(recipient.get(name, "")) for name in names])
        if body is None:
            raise Refused(400, "400", "template id is invalid")
        if missing := [name for name in names if name not in recipient]:
            raise Refused(400, "400", f"{missing[0]} is required")
        return body


async def _read(request: web.Request) -> Mapping[str, Any]:
    try:
        flow = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        flow = None
    if not isinstance(flow, dict):
        raise Refused(400, "400", "The body is not JSON")
    return flow


def _number(mobiles: str) -> str:
    number = f"+{mobiles}"
    try:
        valid = (
            mobiles.isascii()
            and mobiles.isdigit()
            and phonenumbers.is_valid_number(phonenumbers.parse(number))
        )
    except phonenumbers.NumberParseException:
        valid = False
    if not valid:
        raise Refused(400, "202", "Invalid mobile number")
    return number
