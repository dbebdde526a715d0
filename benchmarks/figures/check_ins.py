"""Check-ins a second: through Envoy, token, validation and member, against a bare route with one write."""

from __future__ import annotations

from typing import Any

from alumni.adapters.mongo.members import to_document
from alumni.domain.contact import Channel, Language, SealedContact
from alumni.domain.handle import Handle
from alumni.domain.member import HOME_TIME_ZONE, Member
from benchmarks import load
from benchmarks.figures.world import member_id, tokens
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import AS_THE_SERVICES, Stage
from chassis.clock import utc_now
from chassis.outbox import shard_of

CLIENTS = 32
CHECK_INS = 2_000
BODY = b'{"sober": true, "mood": 4, "craving": 3}'


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Let 2,000 members check in for today, here and there in turn, each time for the first time."""
    _lay_out(stage)
    port = stage.start_bare("check_in", AS_THE_SERVICES)
    measured = []
    for number in range(rounds + 1):
        stage.progress(f"check-ins: round {number} of {rounds}")
        measured.append(_round(stage, port))
    _take_away(stage)
    return [
        Figure(
            name="check-ins",
            unit="check-ins/s",
            goal=Goal("at least", 0.70),
            rounds=measured[1:],
            how=(
                f"{CHECK_INS:,} members a round check in for the first time that day, each with a token that "
                f"was not seen before, {CLIENTS} at once, after one round to warm up, alternating with the "
                "baseline: a Flask route under the same gunicorn settings that verifies the same tokens with "
                "the same verifier and upserts one document with the same write concern. No gateway is "
                "before the baseline, and it reads no member."
            ),
        )
    ]


def _round(stage: Stage, port: int) -> Round:
    """Somebody who checks in once a day comes with a new token each time."""
    _forget_the_day(stage)
    headers = [{"Authorization": f"Bearer {token}"} for token in tokens(stage, CHECK_INS)]
    ours = [load.post("/api/alumni/me/check-ins", BODY, each) for each in headers]
    said = load.run(stage.platform.ports.gateway, ours, CLIENTS)
    bare = load.run(port, [load.post("/check-ins", BODY, each) for each in headers], CLIENTS)
    if {*said.statuses, *bare.statuses} != {200}:
        raise RuntimeError("check-ins and their baseline were to answer 200 alone")
    return Round(said.per_second, bare.per_second)


def _lay_out(stage: Stage) -> None:
    stage.database("alumni")["members"].insert_many(_member(number) for number in range(CHECK_INS))


def _forget_the_day(stage: Stage) -> None:
    stage.database("alumni")["check_ins"].delete_many({"member_id": {"$in": _ids()}})
    stage.database("bare")["check_ins"].delete_many({})


def _take_away(stage: Stage) -> None:
    _forget_the_day(stage)
    stage.database("alumni")["members"].delete_many({"_id": {"$in": _ids()}})


def _ids() -> list[str]:
    return [member_id(number) for number in range(CHECK_INS)]


def _member(number: int) -> dict[str, Any]:
    contact = SealedContact(channel=Channel.SMS, index=member_id(number), sealed="")
    member = Member(
        id=member_id(number),
        handle=Handle(f"runner-{number}"),
        language=Language.ENGLISH,
        time_zone=HOME_TIME_ZONE,
        joined_at=utc_now(),
        contacts={Channel.SMS: contact},
    )
    frame = {"_id": member.id, "version": 1, "shard": shard_of(member.id), "outbox": []}
    return frame | to_document(member)
