"""The stage of every journey: the whole platform, with the demo's meetings in it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from hamrah.demo.cast import new_address, new_number
from hamrah.demo.client import Gateway, Person, World
from hamrah.demo.data import load
from hamrah.demo.stage import Stage, Telling
from hamrah.demo.thread import is_empty
from hamrah.local.platform import Platform
from hamrah.local.processes import environment_of


@pytest.fixture(scope="session")
def stage(platform: Platform) -> Stage:
    """Hamrah through Envoy, with the demo's meetings, and the sandbox; nobody listens to the telling."""
    sandbox = platform.ports.url("sandbox")
    settings = {**os.environ, **environment_of("alumni", platform.layout)}

    def admin(arguments: Sequence[str]) -> None:
        subprocess.run(
            [sys.executable, "-m", "alumni.entrypoints.admin", *arguments], env=settings, check=True
        )

    load(platform.url, sandbox, admin=admin)
    return Stage(
        gateway=Gateway(platform.url),
        world=World(sandbox),
        feeds=sandbox,
        tell=Telling(Console(file=io.StringIO())),
        admin=admin,
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
