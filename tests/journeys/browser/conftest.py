"""A real browser before the platform, and for each test a visitor whom nobody saw before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from hamrah.demo.circle import Circle, found_circle
from hamrah.demo.client import Person
from hamrah.demo.stage import Stage
from hamrah.demo.thread import sign_in_coordinator
from tests.journeys.conftest import member

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "The pages are tested in a real browser, and this machine has none: install Chromium "
    "(Debian: sudo apt-get install chromium) and run the tests again."
)
# The narrowest screen on which WCAG 2.2 (1.4.10) asks that nobody scrolls sideways.
NARROW: ViewportSize = {"width": 320, "height": 640}
# Playwright's own flags keep Chromium from calling home; by this one it finds no other machine either.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def chromium() -> str | None:
    """Find the browser on the PATH."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collect_file() -> None:
    """Refuse these tests where there is no browser, before the run begins; a skipped test tells nothing."""
    if chromium() is None:
        raise pytest.Collector.CollectError(MISSING)


class Visit:
    """One page, with what it asked for and the errors that its console told."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.asked: list[Request] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.asked.append(request))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._hear)

    def open(self, path: str) -> Page:
        """Go to an address of the platform, or of this kind."""
        self.page.goto(self.origin + path.removeprefix(self.origin))
        return self.page

    def addresses(self) -> list[str]:
        """Name every address that was asked; what a page carries in itself (data:) asks nobody."""
        return [each.url for each in self.asked if not each.url.startswith("data:")]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file: Playwright's event loop would be in the way of others' tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=[ALONE])
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, stage: Stage) -> Iterator[Visit]:
    """A visitor with a small screen; whatever the page does, it asks us alone and without an error."""
    with browser.new_context(viewport=NARROW, locale="en-IN") as context:
        visiting = Visit(context.new_page(), stage.gateway.url)
        yield visiting
    assert visiting.errors == []
    assert {origin_of(each) for each in visiting.addresses()} == {visiting.origin}


def origin_of(address: str) -> str:
    """Name scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.fixture(scope="session")
def circle(stage: Stage) -> Circle:
    """A group whose room is open just now."""
    _, coordinator = sign_in_coordinator(stage)
    return found_circle(stage, coordinator, member(stage, with_email=False))


@dataclass(frozen=True)
class Certificate:
    """A certificate that was given: its code, and the document."""

    code: str
    document: bytes


@pytest.fixture(scope="session")
def certificate(stage: Stage, circle: Circle) -> Certificate:
    """The certificate of somebody who was there once."""
    today = circle.dates[0]
    person = arrived(stage, today["occurrence_id"])
    word = room_code(circle)["word"]
    person.call("POST", f"/api/groups/occurrences/{today['occurrence_id']}/check-in", json={"word": word})
    wanted = {"from": today["original_date"], "to": today["original_date"], "bearer": "Walker"}
    path = "/api/groups/me/certificates"
    given = stage.gateway.fetch(path, method="POST", token=person.token, json=wanted)
    return Certificate(given.headers["Location"].rpartition("/")[2], given.content)


def room_code(circle: Circle) -> dict[str, str]:
    """Return the word and the address that the room shows this hour."""
    path = f"/api/groups/occurrences/{circle.dates[0]['occurrence_id']}/room-code"
    return dict(circle.facilitator.call("GET", path))


def arrived(stage: Stage, occurrence_id: str) -> Person:
    """Sign somebody in who has a seat."""
    person = member(stage, with_email=False)
    person.register(occurrence_id)
    return person
