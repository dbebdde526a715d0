"""The SMS provider: Twilio's message resource, version 2010-04-01, as far as a sender of texts needs it.

https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlencode, urlsplit

from aiohttp import encode_basic_auth, web

from sandbox.conduct import meet, part
from sandbox.config import Settings
from sandbox.control import Control, SmsControl
from sandbox.receipts import Receipts, statuses_of
from sandbox.texts import Text, Texts
from sandbox.twilio_checks import (
    Refused,
    bounded,
    check_body,
    check_recipient,
    check_sender,
    dates_of,
    segments_of,
)

API_VERSION = "2010-04-01"
NAME = "twilio"
REASONS = {500: "Internal Server Error", 503: "Service unavailable", 429: "Too Many Requests"}


class MessageResource:
    """Messages.json and Messages/{sid}.json of one account."""

    def __init__(self, settings: Settings, control: Control, texts: Texts, receipts: Receipts) -> None:
        self._settings = settings
        self._authorization = encode_basic_auth(settings.account_sid, settings.auth_token).encode()
        self._control = control
        self._texts = texts
        self._receipts = receipts

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the resource."""
        messages = f"/{API_VERSION}/Accounts/{{account_sid}}/Messages"
        return [
            web.post(f"{messages}.json", self.post_message),
            web.get(f"{messages}.json", self.get_messages),
            web.get(f"{messages}/{{sid}}.json", self.get_message),
        ]

    async def post_message(self, request: web.Request) -> web.StreamResponse:
        """Accept one text and owe its receipts."""
        form = await request.post()
        # The message that a text belongs to is named by where its receipts go, if by anything.
        behaviour = self._control.for_text(NAME, str(form.get("StatusCallback") or form.get("To")))
        try:
            await self._admit(request, behaviour)
            text = self._accept(form, behaviour)
        except Refused as refused:
            return refused.response()
        return await part(request, behaviour, web.json_response(self._document(text), status=201))

    async def get_messages(self, request: web.Request) -> web.StreamResponse:
        """List texts, the newest first, filtered by To, From and DateSent."""
        try:
            await self._admit(request, self._control.for_question(NAME))
            return web.json_response(self._page(request.query, request.path))
        except Refused as refused:
            return refused.response()

    async def get_message(self, request: web.Request) -> web.StreamResponse:
        """Show one text."""
        try:
            await self._admit(request, self._control.for_question(NAME))
        except Refused as refused:
            return refused.response()
        text = self._texts.get(request.match_info["sid"])
        if text is None:
            missing = f"The requested resource {request.path} was not found"
            return Refused(404, 20404, missing).response()
        return web.json_response(self._document(text))

    async def _admit(self, request: web.Request, behaviour: SmsControl) -> None:
        if status := await meet(request, behaviour):
            raise Refused(status, 20000 + status, REASONS[status])
        self._authenticate(request)

    def _authenticate(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "").encode()
        right = hmac.compare_digest(given, self._authorization)
        if not right or request.match_info["account_sid"] != self._settings.account_sid:
            raise Refused(401, 20003, "Authenticate")

    def _accept(self, form: Mapping[str, object], behaviour: SmsControl) -> Text:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        recipient, sender, body = fields.get("To", ""), fields.get("From", ""), fields.get("Body", "")
        check_recipient(recipient)
        check_sender(sender)
        check_body(body)
        callback = fields.get("StatusCallback") or None
        if callback and urlsplit(callback).scheme not in ("http", "https"):
            raise Refused(400, 21609, "The 'StatusCallback' URL is not a valid URL.")
        if behaviour.mode == "fail":
            raise Refused(
                400, 21612, "The 'To' phone number is not currently reachable using the 'From' number."
            )
        text, owed = self._texts.accept(
            recipient=recipient, sender=sender, body=body, callback=callback, receipts=statuses_of(behaviour)
        )
        self._receipts.send(text, owed)
        return text

    def _page(self, query: Mapping[str, str], path: str) -> dict[str, object]:
        page, size = bounded(query, "Page", 0, 0, 100_000), bounded(query, "PageSize", 50, 1, 1000)
        sent_from, sent_before = dates_of(query)
        found = self._texts.search(
            provider=NAME, recipient=query.get("To"), sender=query.get("From"),
            sent_from=sent_from, sent_before=sent_before,
            offset=page * size, limit=size + 1,
        )  # fmt: skip
        messages = [self._document(text) for text in found[:size]]

        def address(number: int) -> str:
            kept = {key: value for key, value in query.items() if key not in ("Page", "PageToken")}
            return f"{path}?{urlencode({**kept, 'PageSize': size, 'Page': number})}"

        return {
            "messages": messages,
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": page * size + max(len(messages) - 1, 0),
            "uri": address(page),
            "first_page_uri": address(0),
            "previous_page_uri": address(page - 1) if page else None,
            "next_page_uri": address(page + 1) if len(found) > size else None,
        }

    def _document(self, text: Text) -> dict[str, object]:
        uri = f"/{API_VERSION}/Accounts/{self._settings.account_sid}/Messages/{text.sid}"
        return {
            "account_sid": self._settings.account_sid,
            "api_version": API_VERSION,
            "body": text.body,
            "date_created": _rfc_2822(text.created),
            "date_sent": _rfc_2822(text.sent),
            "date_updated": _rfc_2822(text.updated),
            "direction": "outbound-api",
            "error_code": text.error_code,
            "error_message": None,
            "from": text.sender,
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": str(segments_of(text.body)),
            "price": None,
            "price_unit": "USD",
            "sid": text.sid,
            "status": text.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": text.recipient,
            "uri": f"{uri}.json",
        }


def _rfc_2822(moment: float | None) -> str | None:
    return None if moment is None else format_datetime(datetime.fromtimestamp(moment, UTC))
