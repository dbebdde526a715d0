"""What somebody writes back from a phone: passed on to the platform, as the provider passes it on.

https://www.twilio.com/docs/messaging/guides/webhook-request
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from aiohttp import web

from sandbox.config import Settings
from sandbox.receipt_forms import API_VERSION, ZONE
from sandbox.texts import Text, Texts
from sandbox.webhooks import Webhooks

LONGEST_BODY = 1600


class Answers:
    """Sends the texts of phones to the webhook that the platform has for them."""

    def __init__(self, settings: Settings, texts: Texts, webhooks: Webhooks) -> None:
        self._account_sid = settings.account_sid
        self._url = settings.answers_url
        self._exotel_url = settings.exotel_answers_url
        self._texts = texts
        self._webhooks = webhooks

    def routes(self) -> list[web.RouteDef]:
        """Return the one route."""
        return [web.post("/api/answers", self.post_answer)]

    async def post_answer(self, request: web.Request) -> web.Response:
        """Write back from a phone that has a text: `{"from": number, "body": words}`."""
        try:
            said = await request.json()
            sender, body = said["from"], said["body"]
        except (json.JSONDecodeError, UnicodeDecodeError, TypeError, KeyError):
            return _problem(400, "Give from and body, as JSON")
        if not isinstance(sender, str) or not isinstance(body, str) or not 0 < len(body) <= LONGEST_BODY:
            return _problem(422, f"Write 1 to {LONGEST_BODY} characters")
        latest = self._texts.latest_to(sender)
        url = self._url_for(latest)
        if url is None or latest is None:
            return _problem(409, "This phone has no text that it could answer")
        signed = url == self._url
        form = self._form(latest, sender, body) if signed else _exotel_form(latest, sender, body)
        if not await self._webhooks.post(url, form, signed=signed):
            return _problem(502, "The platform did not take the answer")
        return web.Response(status=204)

    def _url_for(self, latest: Text | None) -> str | None:
        """Say where an answer goes: by who sent the latest text; MSG91 passes on none, Twilio does."""
        exotel = latest is not None and latest.provider == "exotel"
        return (self._exotel_url or self._url) if exotel else self._url

    def _form(self, latest: Text, sender: str, body: str) -> dict[str, str]:
        return {
            "AccountSid": self._account_sid,
            "ApiVersion": API_VERSION,
            "Body": body,
            "From": sender,
            "MessageSid": f"SM{secrets.token_hex(16)}",
            "NumMedia": "0",
            "To": latest.sender,
        }


def _exotel_form(latest: Text, sender: str, body: str) -> dict[str, str]:
    """Write an incoming text as Exotel does: an Indian number as it is dialled in India."""
    dialled = f"0{sender.removeprefix('+91')}" if sender.startswith("+91") else sender
    date = datetime.now(ZONE).strftime("%Y-%m-%d %H:%M:%S")
    return {"SmsSid": secrets.token_hex(16), "From": dialled, "To": latest.sender, "Date": date, "Body": body}


def _problem(status: int, title: str) -> web.Response:
    return web.json_response({"title": title}, status=status)
