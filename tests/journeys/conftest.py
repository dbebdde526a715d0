"""The stage of every journey: the whole platform, with the demo's meetings in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.console import Console

from hamrah.demo.cast import new_address, new_number
from hamrah.demo.client import Gateway, Person, World
from hamrah.demo.stage import Stage, Telling
from hamrah.demo.thread import is_empty


@pytest.fixture(scope="session")
def stage(platform: Any) -> Stage:
    """Hamrah through Envoy, and the sandbox; nobody listens to the telling."""
    return Stage(
        gateway=Gateway(platform.gateway_url),
        world=World(platform.sandbox_url),
        feeds=platform.sandbox_url,
        tell=Telling(Console(file=io.StringIO())),
    )


@pytest.fixture
def well_behaved(stage: Stage) -> Iterator[World]:
    """The sandbox, behaving well again when the test is over."""
    yield stage.world
    stage.world.behave()


def member(stage: Stage, language: str = "en", *, with_email: bool = True) -> Person:
    """Sign somebody new in, with an e-mail address if wanted."""
    person = stage.newcomer(new_number(), language)
    person.sign_in()
    if with_email:
        person.add_email(new_address())
    return person


def empty_occurrence(person: Person) -> str:
    """Return an occurrence of 20 seats in which nobody holds a place."""
    now = datetime.now(UTC)
    for page in person.occurrences(now + timedelta(hours=1), now + timedelta(days=62)):
        for each in page:
            if is_empty(each):
                return str(each["id"])
    raise AssertionError("no coming occurrence is empty")
