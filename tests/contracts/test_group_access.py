"""Who gets what from every endpoint that concerns a group: one table, walked whole on a real database."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from werkzeug.test import TestResponse

from tests.contracts.access.stage import GROUPS, Endpoint, Scene, Stage
from tests.contracts.access.table import CONCERNING, LETTERS, SPENT_BY_SUCCESS, TABLE
from tests.groups.api import ROOT
from tests.groups.casts import PARTS

CALLERS = ("visitor", *PARTS)
REFUSED_AT_THE_DOOR = ("-", "r")  # before anything of the path is looked at


@pytest.fixture(scope="module")
def stage(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Stage]:
    database = mongo_client["test-group-access"]
    mongo_client.drop_database(database)
    yield Stage.on(database)
    mongo_client.drop_database(database)


def without_trace(answer: TestResponse) -> tuple[int, dict[str, str], bytes]:
    """An answer as a caller can tell it from another."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    del headers["x-request-id"], headers["traceparent"]
    body = answer.data
    if answer.mimetype == "application/problem+json":
        body = body.replace(json.loads(body)["trace_id"].encode(), b"")
    return answer.status_code, headers, body


def letter(scene: Scene, endpoint: Endpoint, caller: str) -> str:
    """Call an endpoint as somebody, and write down how it answers."""
    answer = scene.ask(endpoint, caller)
    if answer.status_code < 300:
        return "y"
    found = LETTERS.get(answer.json["code"], "o")
    if found in REFUSED_AT_THE_DOOR:
        return found
    nowhere = scene.ask(endpoint, caller, nowhere=True)
    return "u" if without_trace(answer) == without_trace(nowhere) else found


@pytest.mark.parametrize("endpoint", TABLE, ids=" ".join)
def test_everybody_gets_what_the_table_says(stage: Stage, endpoint: Endpoint) -> None:
    found = {}
    for kind in GROUPS:
        scene = stage.scene(kind, endpoint)
        found[kind] = ""
        for caller in CALLERS:
            found[kind] += letter(scene, endpoint, caller)
            if found[kind][-1] == "y" and endpoint in SPENT_BY_SUCCESS:
                scene = stage.scene(kind, endpoint)

    assert found == TABLE[endpoint]


def test_every_endpoint_that_concerns_a_group_has_its_row(stage: Stage) -> None:
    endpoints = {
        (method, rule.rule.removeprefix(ROOT))
        for rule in stage.app.url_map.iter_rules()
        if rule.arguments & CONCERNING
        for method in (rule.methods or set()) - {"HEAD"}
    }

    assert endpoints == TABLE.keys()


def test_no_list_shows_a_therapy_group_to_who_is_not_in_it(database: Database[dict[str, Any]]) -> None:
    scene = Stage.on(database).scene("therapy", ("GET", "/occurrences"))
    hidden = (
        *(scene.group_id, scene.series_id, scene.occurrence_id, scene.thread_id),
        *(scene.alert_id, scene.absence_id),
    )
    lists = ("occurrences", "groups", "me/groups", "boards", "search?q=Here", "alerts", "absences")
    shown = {
        part: [
            (path, each) for path in lists for each in hidden if each in caller.call("GET", f"/{path}").text
        ]
        for part, caller in scene.cast.callers.items()
        if caller is not None
    }

    assert ("occurrences", scene.occurrence_id) in shown["member"]
    assert {path for path, _ in shown["facilitator"]} == {*lists} - {"groups"}
    assert shown["facilitator of another group"] == shown["stranger"] == []
    assert shown["coordinator of another centre"] == shown["network administrator"] == []
