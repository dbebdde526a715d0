"""Hamrah as a program sees it, through the gateway; and the sandbox, where its messages arrive."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import requests

T = TypeVar("T")
TIMEOUT_SECONDS = 30
MESSAGE_WITHIN_SECONDS = 30.0
# The gateway's bucket for sign-ins is full again after a minute.
LONGEST_WAIT_SECONDS = 65.0
_LOOK_EVERY_SECONDS = 0.05
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


class Refused(Exception):
    """The platform answered with a problem."""

    def __init__(self, request: str, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.problem = problem
        super().__init__(f"{request} answered {status} {self.code}: {problem.get('title', '')}")


class Missing(Exception):
    """Something that had to happen did not."""


def wait_for(what: str, look: Callable[[], T | None], within: float = MESSAGE_WITHIN_SECONDS) -> T:
    """Return what a look finds first; raises Missing when it finds nothing in time."""
    deadline = time.monotonic() + within
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise Missing(f"{what} did not come within {within:g} seconds")
        time.sleep(_LOOK_EVERY_SECONDS)
    return found


class World:
    """The sandbox: phones and mailboxes."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._http = requests.Session()

    def texts(self, to: str, since: int = 0) -> list[dict[str, Any]]:
        """Return the texts of one phone, the oldest first."""
        return list(self._get("texts", to=to, since=since, limit=1000)["texts"])

    def emails(self, to: str, since: int = 0) -> list[dict[str, Any]]:
        """Return the e-mails of one mailbox, the oldest first."""
        return list(self._get("emails", to=to, since=since, limit=1000)["emails"])

    def answer(self, sender: str, body: str) -> None:
        """Write back from a phone."""
        written = {"from": sender, "body": body}
        self._http.post(f"{self.url}/api/answers", json=written, timeout=TIMEOUT_SECONDS).raise_for_status()

    def counts(self) -> dict[str, int]:
        """Return how many of everything there are."""
        return dict(self._get("counts"))

    def behave(self, **control: dict[str, object]) -> None:
        """Tell the sandbox how to behave; what is left out behaves well."""
        self._http.put(f"{self.url}/api/control", json=control, timeout=TIMEOUT_SECONDS).raise_for_status()

    def next_text(self, to: str, since: int = 0) -> dict[str, Any]:
        """Wait for the first text to a phone after one."""
        return wait_for(f"A text to {to}", lambda: next(iter(self.texts(to, since)), None))

    def next_email(self, to: str, since: int = 0) -> dict[str, Any]:
        """Wait for the first e-mail to a mailbox after one."""
        return wait_for(f"An e-mail to {to}", lambda: next(iter(self.emails(to, since)), None))

    def _get(self, name: str, **query: str | int) -> dict[str, Any]:
        answer = self._http.get(f"{self.url}/api/{name}", params=query, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return dict(answer.json())


class Gateway:
    """Hamrah's front door."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._http = requests.Session()

    def fetch(
        self, path: str, *, method: str = "GET", token: str | None = None, json: object = None
    ) -> requests.Response:
        """Return an answer that is not JSON, whole; raises Refused."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self._http.request(
            method, f"{self.url}{path}", headers=headers, json=json, timeout=TIMEOUT_SECONDS
        )
        if not answer.ok:
            raise Refused(f"{method} {path.partition('?')[0]}", answer.status_code, _problem(answer))
        return answer

    def call(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        query: dict[str, str] | None = None,
        json: object = None,
        body: bytes | None = None,
        content_type: str = "application/json",
        key: str | None = None,
    ) -> Any:
        """Call the API once, later when told to come later; raises Refused."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            headers["Content-Type"] = content_type
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while True:
            answer = self._http.request(
                method,
                f"{self.url}{path}",
                headers=headers,
                params=query,
                json=json,
                data=body,
                timeout=TIMEOUT_SECONDS,
            )
            if answer.ok:
                return answer.json() if answer.content else None
            refused = Refused(f"{method} {path}", answer.status_code, _problem(answer))
            pause = _retry_after(answer)
            if pause is None or time.monotonic() + pause > deadline:
                raise refused
            time.sleep(pause)


def _problem(answer: requests.Response) -> dict[str, Any]:
    try:
        problem = answer.json()
    except requests.JSONDecodeError:
        return {"title": answer.reason}
    return problem if isinstance(problem, dict) else {"title": answer.reason}


def _retry_after(answer: requests.Response) -> float | None:
    """Return how long to wait before the same call may succeed; None when it will not."""
    said = answer.headers.get("Retry-After", "")
    return float(said) if answer.status_code in (429, 503) and said.isdigit() else None


# What somebody says who joins; whoever has joined already is not asked.
JOINING = {"adult": True, "notice": "2026-11", "purposes": ["membership", "messages", "home-centre"]}


@dataclass(kw_only=True)
class Person:
    """Somebody with a phone, and once signed in with a token."""

    gateway: Gateway
    world: World
    phone: str
    language: str = "en"
    email: str | None = None
    member_id: str = ""
    handle: str = ""
    token: str = ""
    refresh_token: str = ""
    attempt_ids: tuple[str, ...] = ()

    def sign_in(self, **joining: object) -> dict[str, Any]:
        """Ask for a code, read it from the phone and exchange it for a token; return the text.

        `joining` is what somebody new says besides what everybody does, such as an invitation's code.
        """
        seen = _last_id(self.world.texts(self.phone))
        wanted = {"phone": self.phone, "language": self.language}
        attempt = self.gateway.call("POST", "/api/alumni/sign-in/codes", json=wanted)
        text = self.world.next_text(self.phone, seen)
        code: dict[str, Any] = {"attempt_id": self._remember(attempt), "code": code_in(text["body"])}
        code["joining"] = {**JOINING, **joining}
        signed_in = self.gateway.call("POST", "/api/alumni/sign-in/tokens", json=code)
        self.token, self.refresh_token = signed_in["access_token"], signed_in["refresh_token"]
        self.member_id, self.handle = signed_in["member"]["id"], signed_in["member"]["handle"]
        return text

    def refresh(self) -> None:
        """Get a token that names the roles of the moment."""
        renewed = self.gateway.call(
            "POST", "/api/alumni/sessions/refresh", json={"refresh_token": self.refresh_token}
        )
        self.token, self.refresh_token = renewed["access_token"], renewed["refresh_token"]

    def choose_language(self, language: str) -> None:
        """Have messages in another language from now on."""
        self.call("PATCH", "/api/alumni/me", json={"language": language})
        self.language = language

    def add_email(self, address: str) -> dict[str, Any]:
        """Add an e-mail address with the code that comes to it; return the e-mail."""
        attempt = self.call("POST", "/api/alumni/me/contacts", json={"email": address})
        email = self.world.next_email(address)
        code = {"attempt_id": self._remember(attempt), "code": code_in(email["body"])}
        self.call("POST", "/api/alumni/me/contacts/verifications", json=code)
        self.email = address
        return email

    def import_from(self, url: str) -> dict[str, Any]:
        """Import a feed from the web."""
        return dict(self.call("POST", "/api/groups/imports", json={"url": url}))

    def import_file(self, feed: bytes) -> dict[str, Any]:
        """Import a feed from a file."""
        return dict(self.call("POST", "/api/groups/imports/file", body=feed))

    def occurrences(self, since: datetime, until: datetime) -> Iterator[list[dict[str, Any]]]:
        """Return the occurrences that start in a time, page by page."""
        query = {"from": since.isoformat(), "to": until.isoformat(), "page_size": "100"}
        while True:
            page = self.call("GET", "/api/groups/occurrences", query=query)
            yield page["items"]
            if page["next_cursor"] is None:
                return
            query["cursor"] = page["next_cursor"]

    def occurrence(self, occurrence_id: str) -> dict[str, Any]:
        """Return one occurrence."""
        return dict(self.call("GET", f"/api/groups/occurrences/{occurrence_id}"))

    def register(self, occurrence_id: str, key: str | None = None) -> dict[str, Any]:
        """Register for an occurrence."""
        path = f"/api/groups/occurrences/{occurrence_id}/registrations"
        return dict(self.call("POST", path, key=key))

    def confirm(self, occurrence_id: str, registration_id: str) -> dict[str, Any]:
        """Take a seat that was promised."""
        path = f"/api/groups/occurrences/{occurrence_id}/registrations/{registration_id}/confirmation"
        return dict(self.call("POST", path))

    def withdraw(self, occurrence_id: str, registration_id: str) -> dict[str, Any]:
        """Give a place back."""
        path = f"/api/groups/occurrences/{occurrence_id}/registrations/{registration_id}"
        return dict(self.call("DELETE", path))

    def messages(self) -> list[dict[str, Any]]:
        """Return what was sent to this person, and what became of it."""
        answer = self.call("GET", "/api/notify/messages", query={"page_size": "100"})
        return list(answer["items"])

    def call(self, method: str, path: str, **arguments: Any) -> Any:
        """Call the API with this person's token."""
        return self.gateway.call(method, path, token=self.token, **arguments)

    def _remember(self, attempt: dict[str, Any]) -> str:
        attempt_id = str(attempt["attempt_id"])
        self.attempt_ids += (attempt_id,)
        return attempt_id


def code_in(body: str) -> str:
    """Return the six digits of a message; raises Missing when there are none."""
    found = _CODE.search(body)
    if found is None:
        raise Missing("A code was expected, but the message holds none")
    return found.group()


def _last_id(messages: list[dict[str, Any]]) -> int:
    return int(messages[-1]["id"]) if messages else 0
