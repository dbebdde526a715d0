"""Signed webhooks, as Twilio sends them.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp
from twilio.request_validator import RequestValidator

AT_ONCE = 32
ANSWER_WITHIN = aiohttp.ClientTimeout(total=5)


class Webhooks:
    """Posts forms, signed as Twilio signs them, or as they are."""

    def __init__(self, auth_token: str) -> None:
        self._signer = RequestValidator(auth_token)
        self._client: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the client, inside the running loop."""
        self._client = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=AT_ONCE),
            timeout=ANSWER_WITHIN,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """Close the client."""
        if self._client:
            await self._client.close()

    async def post(self, url: str, form: Mapping[str, str], *, signed: bool = True) -> bool:
        """Post a form once; tell whether it was taken."""
        assert self._client is not None, "open() comes first"  # noqa: S101
        headers = {"X-Twilio-Signature": self._signer.compute_signature(url, form)} if signed else {}
        try:
            async with self._client.post(url, data=form, headers=headers, allow_redirects=False) as answer:
                await answer.read()
                return 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError, ValueError):
            # Nobody answers there, now or (ValueError: no address one can call) ever.
            return False
