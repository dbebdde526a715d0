"""A page of the coordinator's overview of 10,000 members, against a bare route with one indexed find."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from alumni.adapters.mongo.members import to_document
from alumni.adapters.mongo.use import as_stored
from alumni.adapters.stores import Stores
from alumni.adapters.tokens import SignedTokens
from alumni.domain.contact import Channel, Language, SealedContact
from alumni.domain.handle import Handle
from alumni.domain.member import HOME_TIME_ZONE, Member
from alumni.domain.use import day_of, week_of
from benchmarks import load
from benchmarks.bare.overview import PAGE
from benchmarks.figures.world import CENTRE
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage
from chassis.clock import utc_now
from chassis.http import encode_cursor
from chassis.ids import derived_id, new_id

MEMBERS = 10_000
REQUESTS = 400
CLIENTS = 4


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Lay out a centre, read pages anywhere in it by every order, and take it away again."""
    stage.progress("overview: laying out 10,000 members")
    _lay_out(stage)
    port, token = stage.start_bare("overview"), _token(stage)
    measured = []
    for number in range(rounds + 1):
        stage.progress(f"overview: round {number} of {rounds}")
        chance = random.Random(number)
        places = [chance.randrange(MEMBERS - PAGE) for _ in range(REQUESTS)]
        baseline = load.run(port, [_plain(place) for place in places], CLIENTS)
        asked = [_page(place, token) for place in places]
        found = load.run(stage.platform.ports.alumni, asked, CLIENTS)
        measured.append(Round(found.percentile(0.5), baseline.percentile(0.5)))
        if {*found.statuses, *baseline.statuses} != {200}:
            raise RuntimeError("the overview and its baseline were to answer 200 alone")
    _take_away(stage)
    return [
        Figure(
            name="the overview of a centre with 10,000 members, a page",
            unit="ms",
            goal=Goal("at most", 5),
            rounds=measured[1:],
            how=(
                f"The median of {REQUESTS} pages of {PAGE} members, beginning anywhere, asked for by "
                f"{CLIENTS} clients after one round to warm up: each with the week of the last use, whether "
                "in a pair, and the last check-in. The baseline finds as many documents by an index, in a "
                "Flask route of one gevent worker. Neither is behind the gateway."
            ),
        )
    ]


def _handle(number: int) -> str:
    return f"walker-{number:05}"


def _lay_out(stage: Stage) -> None:
    """Write the members, each second in a pair, and what each has done in four weeks."""
    database = stage.database("alumni")
    Stores(database).ensure_indexes()
    members = [_member(number) for number in range(MEMBERS)]
    database["members"].insert_many(members)
    database["pairs"].insert_many(_pair(number) for number in range(0, MEMBERS, 4))
    today = day_of(utc_now())
    database["check_in_plans"].insert_many(
        {"_id": _id(number), "on": True} for number in range(0, MEMBERS, 2)
    )
    database["check_ins"].insert_many(
        {"_id": new_id(), "member_id": _id(number), "date": (today - timedelta(days=day)).isoformat()}
        for number in range(0, MEMBERS, 2)
        for day in range(10)
    )
    bare = stage.database("bare")["members"]
    bare.insert_many(
        {"_id": each["_id"], "handle": each["handle"], "centre_id": CENTRE, "joined_at": each["joined_at"]}
        for each in members
    )
    bare.create_index([("centre_id", 1), ("handle", 1)])


def _take_away(stage: Stage) -> None:
    database = stage.database("alumni")
    ours = [_id(number) for number in range(MEMBERS)]
    database["members"].delete_many({"_id": {"$in": ours}})
    database["pairs"].delete_many({"centre_id": CENTRE})
    database["check_ins"].delete_many({"member_id": {"$in": ours}})
    database["check_in_plans"].delete_many({"_id": {"$in": ours}})
    stage.database("bare")["members"].drop()


def _id(number: int) -> str:
    return derived_id("overview", str(number))


def _member(number: int) -> dict[str, Any]:
    now = utc_now()
    contact = SealedContact(channel=Channel.SMS, index=_id(number), sealed="")
    member = Member(
        id=_id(number),
        handle=Handle(_handle(number)),
        language=Language.ENGLISH,
        time_zone=HOME_TIME_ZONE,
        joined_at=now - timedelta(minutes=number),
        contacts={Channel.SMS: contact},
    )
    member.confirm_home(CENTRE)
    member.mark_saved()
    week = as_stored(week_of(day_of(now - timedelta(weeks=number % 5))))
    frame = {"_id": member.id, "version": 1, "shard": 0, "outbox": [], "last_week_of_use": week}
    return frame | to_document(member)


def _pair(number: int) -> dict[str, Any]:
    sides = {"mentor_id": _id(number), "mentee_id": _id(number + 1)}
    return {"_id": new_id(), **sides, "centre_id": CENTRE, "state": "active", "outbox": []}


def _token(stage: Stage) -> str:
    key = (stage.platform.layout.secrets / "alumni" / "token-signing-key.pem").read_bytes()
    coordinator = Member(
        id=new_id(),
        handle=Handle("overseer-1"),
        language=Language.ENGLISH,
        time_zone=HOME_TIME_ZONE,
        joined_at=utc_now(),
        contacts={},
    )
    coordinator.appoint_coordinator(CENTRE)
    return SignedTokens(key).issue(coordinator, new_id(), at=utc_now())


def _plain(place: int) -> bytes:
    path = f"/members?{urlencode({'centre': CENTRE, 'behind': _handle(place)})}"
    return load.get(path, {})


def _page(place: int, token: str) -> bytes:
    cursor = encode_cursor([Handle(_handle(place)).key, _id(place)])
    path = f"/api/alumni/centre/members?{urlencode({'page_size': PAGE, 'cursor': cursor})}"
    return load.get(path, {"Authorization": f"Bearer {token}"})
