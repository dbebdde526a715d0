"""How long it takes to gather everything about a person, and to erase one among a million."""

from __future__ import annotations

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bson import encode
from bson.raw_bson import RawBSONDocument
from pymongo import WriteConcern
from pymongo.collection import Collection

from alumni.adapters.mongo.members import MongoMembers, to_document
from alumni.adapters.tokens import SignedTokens
from alumni.domain.contact import Channel, Language, SealedContact
from alumni.domain.handle import Handle
from alumni.domain.member import HOME_TIME_ZONE, Member
from alumni.handlers.erasure import WORD
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage
from chassis.clock import utc_now
from chassis.ids import derived_id, new_id
from chassis.outbox import SHARDS, shard_of

RECORDS, MEMBERS = 10_000, 1_000_000
EXPORT_SECONDS, ERASURE_SECONDS = 10, 60
PORTION, WRITERS = 20_000, 2
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
    _take_away(stage)
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
    """Write a million members, each with a contact of their own, and then the indexes: that is faster.

    But for that of the outbox, by which the relay looks all the while.
    """
    database = stage.database("alumni")
    members = database.get_collection("members", write_concern=WriteConcern(w=1))
    for name in members.index_information().keys() - {"_id_", "outbox"}:
        members.drop_index(name)
    with ThreadPoolExecutor(WRITERS) as writers:
        portions = range(0, MEMBERS, PORTION)
        for done in writers.map(lambda first: _write(members, first), portions):
            stage.progress(f"rights: {done:,} of {MEMBERS:,} members")
    stage.progress("rights: indexes")
    MongoMembers(database).ensure_indexes()


def _take_away(stage: Stage) -> None:
    """Leave no crowd to the figures that follow."""
    database = stage.database("alumni")
    database["members"].drop()
    MongoMembers(database).ensure_indexes()


def _write(members: Collection[Any], first: int) -> int:
    """Write a portion, encoded once and stamped with the ids of each; tell how far that is."""
    stamped = (_stamped(number) for number in range(first, first + PORTION))
    members.insert_many([RawBSONDocument(each) for each in stamped], ordered=False)
    return first + PORTION


def _stamped(number: int) -> bytes:
    ids = _ids(number)
    document = ENCODED[shard_of(ids[0])]
    for model, theirs in zip(MODEL, ids, strict=True):
        document = document.replace(model.encode(), theirs.encode())
    return document


def _ids(number: int) -> tuple[str, str, str]:
    """Give the id of a member, the index of the contact, and the handle: of one length for each."""
    index = derived_id("rights", "index", str(number))
    return derived_id("rights", "member", str(number)), index, f"one-of-many-{number:06}"


def _document(number: int) -> dict[str, Any]:
    member_id, index, handle = _ids(number)
    member = _member(member_id, handle)
    member.contacts[Channel.SMS] = SealedContact(channel=Channel.SMS, index=index, sealed="-" * 100)
    frame = {"_id": member_id, "version": 1, "shard": shard_of(member_id), "outbox": []}
    return {**frame, **to_document(member)}


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
    member_id = _ids(number)[0]
    days = stage.database("alumni")["days_of_use"]
    days.insert_many(
        [{"_id": new_id(), "member_id": member_id, "day": f"day {each}"} for each in range(RECORDS)]
    )
    key = (stage.platform.layout.secrets / "alumni" / "token-signing-key.pem").read_bytes()
    return SignedTokens(key).issue(_member(member_id, _ids(number)[2]), new_id(), at=utc_now())


MODEL = _ids(0)
ENCODED = [encode({**_document(0), "shard": shard}) for shard in range(SHARDS)]
