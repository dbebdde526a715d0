"""What somebody writes back from a phone: passed on to the platform, as Twilio passes it on.

https://www.twilio.com/docs/messaging/guides/webhook-request
"""

from __future__ import annotations

import json
import secrets

from aiohttp import web

from sandbox.config import Settings
from sandbox.receipts import API_VERSION
from sandbox.texts import Texts
from sandbox.webhooks import Webhooks

LONGEST_BODY = 1600


class Answers:
    """Sends the texts of phones to the webhook that the platform has for them."""

    def __init__(self, settings: Settings, texts: Texts, webhooks: Webhooks) -> None:
        self._account_sid = settings.account_sid
        self._url = settings.answers_url
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
        if self._url is None or latest is None:
            return _problem(409, "This phone has no text that it could answer")
        form = {
            "AccountSid": self._account_sid,
            "ApiVersion": API_VERSION,
            "Body": body,
            "From": sender,
            "MessageSid": f"SM{secrets.token_hex(16)}",
            "NumMedia": "0",
            "To": latest.sender,
        }
        if not await self._webhooks.post(self._url, form):
            return _problem(502, "The platform did not take the answer")
        return web.Response(status=204)


def _problem(status: int, title: str) -> web.Response:
    return web.json_response({"title": title}, status=status)
