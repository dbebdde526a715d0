"""Registrations through the gateway, by clients that insist until they have an answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import requests

from chassis.ids import new_id
from tests.chaos.killing import Progress
from tests.chaos.meetings import Occurrence
from tests.chaos.people import Alumni, Walker

CLIENTS = 6
ANSWER_WITHIN = 120.0
# What a client does not take for an answer: it comes again, with the same key.
COME_AGAIN = {429, 502, 503, 504}

Wish = tuple[Walker, Occurrence]


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A registration that the platform said it has."""

    walker: Walker
    occurrence: Occurrence
    registration_id: str
    state: str
    position: int | None


class Unanswered(AssertionError):
    """A client got no answer in time, or one that no client can do anything with."""


class Load:
    """A few clients at once, each asking `go_on` before a wish and waiting `pause()` seconds after it."""

    def __init__(
        self,
        url: str,
        alumni: Alumni,
        wishes: Iterator[Wish],
        progress: Progress,
        go_on: Callable[[], bool],
        pause: Callable[[], float],
    ) -> None:
        self._url = url
        self._alumni = alumni
        self._wishes = wishes
        self._progress = progress
        self._go_on = go_on
        self._pause = pause
        self._lock = threading.Lock()
        self.accepted: list[Accepted] = []
        self.repeated = 0  # requests sent again because there was no answer
        self.told_again = 0  # 200: the first answer was lost, the registration was not

    def run(self) -> None:
        """Register until told that it is enough; raises Unanswered."""
        with ThreadPoolExecutor(CLIENTS) as clients:
            for ended in [clients.submit(self._client) for _ in range(CLIENTS)]:
                ended.result()

    def _client(self) -> None:
        session = requests.Session()
        try:
            while (wish := self._next()) is not None:
                accepted = self._insist(session, *wish)
                with self._lock:
                    self.accepted.append(accepted)
                self._progress.count()
                self._progress.failed.wait(self._pause())
        except BaseException:
            self._progress.failed.set()
            raise

    def _next(self) -> Wish | None:
        with self._lock:
            if self._progress.failed.is_set() or not self._go_on():
                return None
            return next(self._wishes)

    def _insist(self, session: requests.Session, walker: Walker, occurrence: Occurrence) -> Accepted:
        key, deadline = new_id(), time.monotonic() + ANSWER_WITHIN
        while (answer := self._ask(session, walker, occurrence, key)) is None:
            if time.monotonic() > deadline:
                raise Unanswered(f"no answer within {ANSWER_WITHIN:g} s")
            with self._lock:
                self.repeated += 1
            self._progress.failed.wait(0.2)
        status, said = answer
        if status not in (200, 201):
            raise Unanswered(f"a registration was answered {status}: {said}")
        with self._lock:
            self.told_again += status == 200
        return Accepted(
            walker=walker,
            occurrence=occurrence,
            registration_id=said["id"],
            state=said["state"],
            position=said["position"],
        )

    def _ask(
        self, session: requests.Session, walker: Walker, occurrence: Occurrence, key: str
    ) -> tuple[int, dict[str, Any]] | None:
        headers = {"Authorization": f"Bearer {self._alumni.token(walker)}", "Idempotency-Key": key}
        path = f"/api/groups/occurrences/{occurrence.id}/registrations"
        try:
            answer = session.post(f"{self._url}{path}", headers=headers, timeout=20)
        except requests.RequestException:
            return None
        return None if answer.status_code in COME_AGAIN else (answer.status_code, answer.json())
