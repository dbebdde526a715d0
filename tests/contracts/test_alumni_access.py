"""The policy of alumni, walked whole: everybody at every endpoint, about something that is somebody's."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient
from werkzeug.test import TestResponse

from alumni.entrypoints.policy import POLICY
from alumni.entrypoints.policy.grants import Endpoint
from tests.contracts.walk.expected import DOORS, PARTS, expected
from tests.contracts.walk.scenes import SCENES
from tests.contracts.walk.stage import Cast, Scene, Stage


@pytest.fixture(scope="module")
def stage(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Stage]:
    database = mongo_client["test-alumni-access"]
    mongo_client.drop_database(database)
    logging.disable()
    yield Stage(database)
    logging.disable(logging.NOTSET)
    mongo_client.drop_database(database)


def without_trace(answer: TestResponse) -> tuple[int, dict[str, str], bytes]:
    """An answer as a caller can tell it from another."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    del headers["x-request-id"], headers["traceparent"]
    body = answer.data
    if answer.mimetype == "application/problem+json":
        body = body.replace(json.loads(body)["trace_id"].encode(), b"")
    return answer.status_code, headers, body


def letter(cast: Cast, scene: Scene, endpoint: Endpoint, part: str) -> str:
    """Call an endpoint as somebody, and write down how it answers; in words what no policy says."""
    answer = cast.ask(part, endpoint, scene)
    code = (answer.get_json(silent=True) or {}).get("code") if answer.status_code >= 400 else None
    if code in DOORS:
        return DOORS[code]
    if scene.is_named:
        told = without_trace(answer) != without_trace(cast.ask(part, endpoint, scene, nowhere=True))
        if scene.done:
            return f"{code} tells" if told else "y" if scene.done() else "u"
        if not told:
            return "u"
    if code and scene.about and code not in scene.after_all:
        return f"{answer.status_code} {code}: {answer.json.get('errors', '')}"
    return "u" if scene.shows and scene.shows not in answer.text else "y"


@pytest.mark.parametrize("endpoint", POLICY, ids=" ".join)
def test_everybody_gets_what_the_policy_says(stage: Stage, endpoint: Endpoint):
    make = SCENES[endpoint]
    stage.clear()
    cast = Cast(stage)
    scene = make(cast)
    found, declared = {}, {}
    for part, played in PARTS.items():
        declared[part] = expected(POLICY[endpoint], played, about=scene.about)
        found[part] = letter(cast, scene, endpoint, part)
        if found[part] == "y" and endpoint[0] != "GET":
            cast = Cast(stage)
            scene = make(cast)

    assert found == declared


def test_every_endpoint_has_its_scene():
    assert SCENES.keys() == POLICY.keys()
