"""Play a story against a running platform."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import requests
from rich.console import Console

from hamrah.demo.alumni import play_alumni
from hamrah.demo.client import Gateway, Missing, Refused, World
from hamrah.demo.data import Admin, run_admin
from hamrah.demo.groups import play_groups
from hamrah.demo.notify import play_notify
from hamrah.demo.records import BrokerRecords, Records
from hamrah.demo.stage import Operate, Prove, Stage, Telling
from hamrah.demo.thread import play_thread

STORIES: dict[str, Callable[[Stage, Records | None], None]] = {
    "thread": play_thread,
    "groups": play_groups,
    "alumni": play_alumni,
    "notify": play_notify,
}


def play(
    story: str,
    gateway: str,
    sandbox: str,
    kafka: str | Records | None = None,
    *,
    feeds: str | None = None,
    admin: Admin = run_admin,
    operate: Operate | None = None,
    prove: Prove | None = None,
    console: Console | None = None,
) -> int:
    """Play a story; return the exit code: 0 when everything happened, 1 when not, 2 for an unknown story.

    `kafka` is a broker's address or another way to its records; `feeds` is the sandbox's address as groups
    sees it, where that differs; `admin`, `operate` and `prove` are those of the stage.
    """
    tell = Telling(console or Console())
    if story not in STORIES:
        tell.end(f"There is no story {story!r}; there is {', '.join(STORIES)}.", good=False)
        return 2
    stage = Stage(
        gateway=Gateway(gateway),
        world=World(sandbox),
        feeds=feeds or sandbox,
        tell=tell,
        admin=admin,
        operate=operate,
        prove=prove,
    )
    tell.title(f"The story {story!r}, played through {gateway}")
    try:
        STORIES[story](stage, BrokerRecords(kafka) if isinstance(kafka, str) else kafka)
    except (Missing, Refused) as failure:
        tell.end(f"{failure}.", good=False)
        return 1
    except (requests.ConnectionError, requests.Timeout):
        tell.end(f"Nobody answers at {gateway} or {sandbox}; is the platform running? `make run`", good=False)
        return 1
    except subprocess.CalledProcessError as failure:
        tell.end(f"Kafka's records could not be read (exit code {failure.returncode}).", good=False)
        return 1
    tell.end("Everything arrived.", good=True)
    tell.note(f"The phones: {sandbox}/phone")
    tell.note(f"The mailboxes: {sandbox}/mailbox")
    return 0
