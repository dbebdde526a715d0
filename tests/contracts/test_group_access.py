"""Who gets what from the endpoints of a group: one table, walked whole on a real database.

An answer is written as a letter: y is 2xx, - is 401, r is "not-allowed" (the role does not fit), n is
"not-your-group", f is "referral-only", and u is 404 where the answer is, but for its trace id, byte for byte
the one for a group that does not exist.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from pymongo import MongoClient
from werkzeug.test import TestResponse

from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.group import Group, Kind
from groups.domain.roster import Roster, Shift
from groups.entrypoints.schemas.roster import ShiftSchema
from tests.groups.api import ROOT, application
from tests.groups.casts import PARTS, Cast, a_group

CALLERS = ("visitor", *PARTS)
GROUPS: dict[str, Callable[[], Group]] = {
    "open": a_group,
    "closed": lambda: a_group(open=False),
    "therapy": lambda: a_group(Kind.THERAPY),
}
LETTERS = {
    "token-missing": "-",
    "not-allowed": "r",
    "not-your-group": "n",
    "referral-only": "f",
    "group-unknown": "u",
}

_GROUP = "/groups/<id:group_id>"
# In the order of CALLERS: visitor, stranger, member, facilitator, co-facilitator, facilitator of another
# group, coordinator, coordinator of another centre, network administrator.
_SEEN = {"open": "-yyyyyyyy", "closed": "-yyyyyyyy", "therapy": "-uyyyuyuu"}
_LED = {"open": "-nnyynynn", "closed": "-nnyynynn", "therapy": "-uuyyuyuu"}
_COORDINATED = {"open": "-rrrrrynr", "closed": "-rrrrrynr", "therapy": "-rrrrryur"}
TABLE: dict[tuple[str, str], dict[str, str]] = {
    ("GET", _GROUP): _SEEN,
    ("PATCH", _GROUP): _COORDINATED,
    ("PUT", f"{_GROUP}/facilitators/<id:member_id>"): _COORDINATED,
    ("DELETE", f"{_GROUP}/facilitators/<id:member_id>"): _COORDINATED,
    ("POST", f"{_GROUP}/requests"): _SEEN | {"therapy": "-uyffufuu"},
    ("GET", f"{_GROUP}/members"): _LED,
    ("PUT", f"{_GROUP}/members/<id:member_id>"): _LED | {"therapy": "-uuffuyuu"},
    ("DELETE", f"{_GROUP}/members/<id:member_id>"): _LED | {"therapy": "-unyyuyuu"},
    ("GET", f"{_GROUP}/roster"): _LED,
    ("PUT", f"{_GROUP}/roster"): _LED,
    ("GET", f"{_GROUP}/on-duty"): _LED,
    ("POST", f"{_GROUP}/roster/handovers"): _LED,
    ("DELETE", f"{_GROUP}/roster/handovers/<id:handover_id>"): _LED,
}
NAMES_A_GROUP = {"group_id"}


@dataclass(frozen=True)
class Stage:
    """The API on a database that lasts for the whole table."""

    app: Flask
    stores: Stores

    def cast(self, kind: str) -> Cast:
        """Make a group and its people anew, with somebody on call."""
        cast = Cast.of(self.app, self.stores, GROUPS[kind]())
        roster = Roster(group_id=cast.group.id, time_zone="Asia/Kolkata", shifts=(shift_of(cast),))
        self.stores.rosters.save(roster)
        return cast


def shift_of(cast: Cast) -> Shift:
    return ShiftSchema().load(
        {"member_id": cast.group.facilitators[0], "weekday": 3, "starts": "20:00", "ends": "02:00"}
    )


def body_of(endpoint: tuple[str, str], cast: Cast) -> dict[str, Any] | None:
    """What to send, such that whoever is allowed succeeds."""
    shift, leader = shift_of(cast), cast.group.facilitators[0]
    bodies: dict[tuple[str, str], dict[str, Any]] = {
        ("PATCH", _GROUP): {"description": "We meet."},
        ("PUT", f"{_GROUP}/roster"): {"time_zone": "Asia/Tokyo", "shifts": [ShiftSchema().dump(shift)]},
        ("POST", f"{_GROUP}/roster/handovers"): {
            "shift_id": shift.id_in(cast.group.id),
            "to_member_id": leader,
            "since": "2026-11-23T00:00:00Z",
            "until": "2026-11-30T00:00:00Z",
        },
    }
    return bodies.get(endpoint)


@pytest.fixture(scope="module")
def stage(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Stage]:
    database = mongo_client["test-group-access"]
    mongo_client.drop_database(database)
    yield Stage(application(database), Stores(database))
    mongo_client.drop_database(database)


def ask(stage: Stage, endpoint: tuple[str, str], cast: Cast, caller: str, group_id: str) -> TestResponse:
    method, route = endpoint
    path = route.replace("<id:group_id>", group_id).replace("<id:member_id>", cast.other_member)
    path = path.replace("<id:handover_id>", new_id())
    known = cast.callers[caller]
    headers = {} if known is None else {"Authorization": f"Bearer {known.token}"}
    body = body_of(endpoint, cast)
    return stage.app.test_client().open(ROOT + path, method=method, headers=headers, json=body)


def without_trace(answer: TestResponse) -> tuple[int, dict[str, str], bytes]:
    """An answer as a caller can tell it from another."""
    trace_id = json.loads(answer.data)["trace_id"].encode()
    headers = {name.lower(): value for name, value in answer.headers.items()}
    del headers["x-request-id"], headers["traceparent"]
    return answer.status_code, headers, answer.data.replace(trace_id, b"")


def letter(stage: Stage, endpoint: tuple[str, str], cast: Cast, caller: str) -> str:
    answer = ask(stage, endpoint, cast, caller, cast.group.id)
    if answer.status_code < 300:
        return "y"
    found = LETTERS.get(answer.json["code"], "?")
    if found == "u":
        nowhere = ask(stage, endpoint, cast, caller, new_id())
        return "u" if without_trace(answer) == without_trace(nowhere) else "!"
    return found


@pytest.mark.parametrize("endpoint", TABLE, ids=" ".join)
def test_everybody_gets_what_the_table_says(stage: Stage, endpoint: tuple[str, str]) -> None:
    found = {}
    for kind in GROUPS:
        cast = stage.cast(kind)
        found[kind] = ""
        for caller in CALLERS:
            found[kind] += letter(stage, endpoint, cast, caller)
            if found[kind][-1] == "y" and endpoint[0] != "GET":
                cast = stage.cast(kind)

    assert found == TABLE[endpoint]


def test_every_endpoint_of_a_group_has_its_row(stage: Stage) -> None:
    endpoints = {
        (method, rule.rule.removeprefix(ROOT))
        for rule in stage.app.url_map.iter_rules()
        if rule.arguments & NAMES_A_GROUP
        for method in (rule.methods or set()) - {"HEAD"}
    }

    assert endpoints == TABLE.keys()
