"""What people and programs see of the sandbox: pages, JSON, control, and a partner's feeds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web
from marshmallow import ValidationError

from sandbox.control import PROVIDERS, Control
from sandbox.emails import Email, Emails
from sandbox.texts import Text, Texts

STATIC = Path(__file__).parent / "static"
PAGES = {"/": "index.html", "/phone": "phone.html", "/mailbox": "mailbox.html", "/control": "control.html"}
BOXES_SHOWN = 200


class Programs:
    """The JSON under /api."""

    def __init__(self, control: Control, texts: Texts, emails: Emails) -> None:
        self._control = control
        self._texts = texts
        self._emails = emails

    def routes(self) -> list[web.RouteDef]:
        """Return the routes under /api."""
        return [
            web.get("/api/texts", self.get_texts),
            web.get("/api/emails", self.get_emails),
            web.get("/api/phones", self.get_phones),
            web.get("/api/mailboxes", self.get_mailboxes),
            web.get("/api/counts", self.get_counts),
            web.get("/api/control", self.get_control),
            web.put("/api/control", self.put_control),
            web.delete("/api/control", self.delete_control),
            web.put(f"/api/control/{{provider:{'|'.join(PROVIDERS)}}}", self.put_provider),
            web.delete(f"/api/control/{{provider:{'|'.join(PROVIDERS)}}}", self.delete_provider),
            web.get("/health", self.get_health),
        ]

    async def get_texts(self, request: web.Request) -> web.Response:
        """Return texts, the oldest first: ?to= one number, ?since= after this id, ?limit= up to 1,000."""
        since, limit = _whole(request, "since", 0, 2**62), _whole(request, "limit", 100, 1000)
        found = self._texts.after(since, recipient=request.query.get("to"), limit=limit)
        return _listing("texts", [_text_document(text) for text in found], since)

    async def get_emails(self, request: web.Request) -> web.Response:
        """Return e-mails, the oldest first; the same parameters as for texts."""
        since, limit = _whole(request, "since", 0, 2**62), _whole(request, "limit", 100, 1000)
        found = self._emails.after(since, recipient=request.query.get("to"), limit=limit)
        return _listing("emails", [_email_document(mail) for mail in found], since)

    async def get_phones(self, _request: web.Request) -> web.Response:
        """Return the numbers that have texts, the latest first."""
        return _boxes(self._texts.phones)

    async def get_mailboxes(self, _request: web.Request) -> web.Response:
        """Return the addresses that have e-mails, the latest first."""
        return _boxes(self._emails.mailboxes)

    async def get_counts(self, _request: web.Request) -> web.Response:
        """Return how many of everything there are."""
        return web.json_response(self._texts.counts() | self._emails.counts())

    async def get_control(self, _request: web.Request) -> web.Response:
        """Return the behaviour in force."""
        return web.json_response(self._control.to_document())

    async def put_control(self, request: web.Request) -> web.Response:
        """Replace the behaviour; what is left out behaves well."""
        return await self._change(request, self._control.replace)

    async def put_provider(self, request: web.Request) -> web.Response:
        """Replace the behaviour of one provider of texts; the others go on as they do."""
        return await self._change(request, partial(self._control.replace_one, request.match_info["provider"]))

    async def delete_provider(self, request: web.Request) -> web.Response:
        """Let one provider behave as all do."""
        self._control.providers.pop(request.match_info["provider"], None)
        return web.json_response(self._control.to_document())

    async def _change(self, request: web.Request, change: Callable[[Any], None]) -> web.Response:
        try:
            change(await request.json())
        except (json.JSONDecodeError, UnicodeDecodeError):
            return web.json_response({"title": "The body is not JSON"}, status=400)
        except ValidationError as wrong:
            problem = {"title": "The control is not valid", "errors": wrong.messages}
            return web.json_response(problem, status=422)
        return web.json_response(self._control.to_document())

    async def delete_control(self, _request: web.Request) -> web.Response:
        """Behave well again."""
        self._control.reset()
        return web.json_response(self._control.to_document())

    async def get_health(self, _request: web.Request) -> web.Response:
        """Say that the sandbox is up."""
        return web.json_response({"status": "ok"})


def page_routes(feeds: Path) -> list[web.AbstractRouteDef]:
    """Return the routes of the pages, their files and the partner's feeds."""

    def page(name: str) -> Callable[[web.Request], Any]:
        async def get_page(_request: web.Request) -> web.FileResponse:
            return web.FileResponse(STATIC / name)

        return get_page

    async def get_feed(request: web.Request) -> web.StreamResponse:
        path = feeds / f"{request.match_info['name']}.json"
        if not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Type": "application/json"})

    return [
        *(web.get(path, page(name)) for path, name in PAGES.items()),
        web.get(r"/feeds/{name:[a-z0-9-]{1,64}}.json", get_feed),
        web.static("/static", STATIC),
    ]


def _whole(request: web.Request, name: str, default: int, high: int) -> int:
    text = request.query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= high):
        raise web.HTTPUnprocessableEntity(text=f"{name} is a whole number up to {high}")
    return int(text)


def _listing(name: str, items: list[dict[str, Any]], since: int) -> web.Response:
    """Return a page; `next` is the `since` of the following one."""
    return web.json_response({name: items, "next": items[-1]["id"] if items else since})


def _boxes(read: Callable[[int], list[sqlite3.Row]]) -> web.Response:
    boxes = [
        {"name": row["name"], "count": row["count"], "latest": row["body"], "at": _rfc_3339(row["created"])}
        for row in read(BOXES_SHOWN)
    ]
    return web.json_response({"boxes": boxes})


def _text_document(text: Text) -> dict[str, Any]:
    return {
        "id": text.id,
        "sid": text.sid,
        "to": text.recipient,
        "from": text.sender,
        "body": text.body,
        "status": text.status,
        "provider": text.provider,
        "at": _rfc_3339(text.created),
    }


def _email_document(mail: Email) -> dict[str, Any]:
    return {
        "id": mail.id,
        "message_id": mail.message_id,
        "to": mail.recipient,
        "from": mail.sender,
        "subject": mail.subject,
        "body": mail.body,
        "suppressed": mail.suppressed,
        "at": _rfc_3339(mail.created),
    }


def _rfc_3339(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
