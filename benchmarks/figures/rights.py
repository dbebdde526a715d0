"""How long it takes to gather everything about a person, and to erase one among a million."""

from __future__ import annotations

import json
import time
import urllib.request
from typing import Any

from alumni.adapters.mongo.members import to_document
from alumni.adapters.tokens import SignedTokens
from alumni.domain.contact import Language
from alumni.domain.handle import Handle
from alumni.domain.member import HOME_TIME_ZONE, Member
from alumni.handlers.erasure import WORD
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage
from chassis.clock import utc_now
from chassis.ids import derived_id, new_id
from chassis.outbox import shard_of

RECORDS, MEMBERS = 10_000, 1_000_000
EXPORT_SECONDS, ERASURE_SECONDS = 10, 60
PORTION = 20_000
WAIT, LOOK = 120.0, 0.1  # seconds


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Export a person with 10,000 records, then erase them, among a million members."""
    _fill(stage)
    exported, erased = [], []
    for number in range(rounds):
        stage.progress(f"rights: round {number + 1} of {rounds}")
        token = _person(stage, number)
        exported.append(Round(_until(stage, token, "/me/exports", None, "ready")))
        erased.append(Round(_until(stage, token, "/me/erasure", {"word": WORD}, "closed")))
    return [
        Figure(
            name=f"everything about a person with {RECORDS:,} records",
            unit="s",
            goal=Goal("at most", EXPORT_SECONDS),
            rounds=exported,
            how="From asking through the gateway until both files are ready: the pages of all services, the "
            "two seconds between two looks of the worker, and writing to GridFS included.",
        ),
        Figure(
            name=f"a person erased among {MEMBERS:,}",
            unit="s",
            goal=Goal("at most", ERASURE_SECONDS),
            rounds=erased,
            how=f"From asking through the gateway until alumni, groups and notify have answered that nothing "
            f"is left of the person and the {RECORDS:,} records.",
        ),
    ]


def _until(stage: Stage, token: str, path: str, body: Any, state: str) -> float:
    """Ask for something, and look until it is in a state."""
    begun = time.perf_counter()
    asked = _call(stage, token, "POST", path, body)
    place = f"{path}/{asked['id']}" if path.endswith("exports") else path
    while time.perf_counter() - begun < WAIT:
        if _call(stage, token, "GET", place)["state"] == state:
            return time.perf_counter() - begun
        time.sleep(LOOK)
    raise RuntimeError(f"{path} was not {state} within {WAIT:.0f} s")


def _call(stage: Stage, token: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{stage.platform.layout.public_url}/api/alumni{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def _fill(stage: Stage) -> None:
    """Write a million members, each with a contact of their own."""
    members = stage.database("alumni")["members"]
    for first in range(0, MEMBERS, PORTION):
        stage.progress(f"rights: {first:,} of {MEMBERS:,} members")
        members.insert_many([_document(number) for number in range(first, first + PORTION)], ordered=False)


def _document(number: int) -> dict[str, Any]:
    member_id = derived_id("rights", "member", str(number))
    contact = {"channel": "sms", "index": derived_id("rights", "index", str(number)), "sealed": "-"}
    return {
        "_id": member_id,
        "version": 1,
        "shard": shard_of(member_id),
        "outbox": [],
        **to_document(_member(member_id, f"one-of-many-{number}")),
        "contacts": [contact],
    }


def _member(member_id: str, handle: str) -> Member:
    return Member(
        id=member_id,
        handle=Handle(handle),
        language=Language.ENGLISH,
        time_zone=HOME_TIME_ZONE,
        joined_at=utc_now(),
        contacts={},
    )


def _person(stage: Stage, number: int) -> str:
    """Write what one of them left in alumni, and give a token of theirs."""
    member_id = derived_id("rights", "member", str(number))
    days = stage.database("alumni")["days_of_use"]
    days.insert_many(
        [{"_id": new_id(), "member_id": member_id, "day": f"day {each}"} for each in range(RECORDS)]
    )
    key = (stage.platform.layout.secrets / "alumni" / "token-signing-key.pem").read_bytes()
    return SignedTokens(key).issue(_member(member_id, f"one-of-many-{number}"), new_id(), at=utc_now())
