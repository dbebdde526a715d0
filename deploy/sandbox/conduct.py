"""How a provider of texts meets a request and parts from it, as it was told to behave."""

from __future__ import annotations

import asyncio

from aiohttp import web

from sandbox.control import SmsControl

NONSENSE = "<html>It works!</html>"
REFUSALS = {"unavailable": 503, "busy": 429, "error": 500}


async def meet(request: web.Request, behaviour: SmsControl) -> int | None:
    """Wait, hang up or choose a status to refuse with, before the request is looked at; None: look at it."""
    if behaviour.delay_ms:
        await asyncio.sleep(behaviour.delay_ms / 1000)
    if behaviour.mode == "reset" and request.transport is not None:
        request.transport.abort()
        return 500  # which nobody hears
    return REFUSALS.get(behaviour.mode)


async def part(request: web.Request, behaviour: SmsControl, answer: web.Response) -> web.Response:
    """Answer a text that was taken: late, with no sense or not at all, where that is wanted."""
    if behaviour.answer_late_ms:
        await asyncio.sleep(behaviour.answer_late_ms / 1000)
    if behaviour.drop_answer and request.transport is not None:
        request.transport.abort()
    if behaviour.wrong_body:
        return web.Response(text=NONSENSE, content_type="text/html")
    return answer


def headers_of(status: int) -> dict[str, str]:
    """Say when to come back, where that is said."""
    return {"Retry-After": "1"} if status in (429, 503) else {}
