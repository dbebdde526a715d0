"""Requests that are right as they stand break nothing with an odd value in any of their places."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pymongo import MongoClient
from werkzeug.test import TestResponse

from chassis.clock import utc_now
from chassis.http.openapi import document
from groups import bootstrap
from tests.groups.api import ROOT
from tests.groups.document_stage import FEED, Stage
from tests.groups.odd_inputs import Request
from tests.groups.samples import a_record

DOCUMENT = document(bootstrap.api())
TODAY, NOW = utc_now().date(), utc_now().replace(microsecond=0)
SOON, LATER = (f"{NOW + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (2, 3))
YESTERDAY, TOMORROW, IN_DAYS = ((TODAY + timedelta(days=days)).isoformat() for days in (-1, 1, 3))
DESCRIBED = {
    **{"name": "Evening Hour", "rule": "FREQ=WEEKLY;BYDAY=MO", "time": "18:00", "duration_minutes": 60},
    **{"address": "1 Canal Road", "latitude": 30.9, "longitude": 75.8, "approximate": False, "capacity": 20},
    **{"standing_capacity": 5, "closes_minutes": 0, "answer_minutes": 60, "languages": ["pa"]},
    "joining": {"conference_url": "https://meet.example/1", "conference_phone": "1"},
}
SERIES = {**DESCRIBED, "starts_on": TODAY.isoformat(), "time_zone": "Asia/Kolkata"}
OPEN = {"public": True, "kind": "secular", "requires": []}
LICENCE = {"therapist_id": "{member_id}", "number": "R-1", "body": "RCI", "expires_on": IN_DAYS}
GROUP = {"name": "Them", "description": "", "open": True, "languages": ["pa"], "audience": "everyone"}
SHIFT = {"member_id": "{member_id}", "on": IN_DAYS, "starts": "18:00", "ends": "20:00"}
REQUESTS = [
    Request("POST", "/series", SERIES | OPEN),
    Request("POST", "/series", {**SERIES, "group_id": "{group_id}"}),
    Request("PATCH", "/series/{series_id}", SERIES),
    Request("POST", "/series/{series_id}/following", {"from": "{original_date}", **DESCRIBED}),
    Request(
        "POST",
        "/series/{series_id}/changes",
        {
            **{"original_date": "{original_date}", "starts_at_local": "{original_date}T19:00"},
            **{"duration_minutes": 30, "address": "2 Canal Road", "capacity": 9},
        },
    ),
    Request("POST", "/series/{series_id}/suspension", {"resumes_on": IN_DAYS}),
    Request("POST", "/series/{series_id}/end", {"ends_on": IN_DAYS}),
    Request("GET", "/series/{series_id}/dates", query={"from": TODAY.isoformat(), "to": IN_DAYS}),
    Request("POST", "/series/{series_id}/standing-seat/skips", {"original_date": "{original_date}"}),
    Request("GET", "/occurrences", query={"from": SOON, "to": LATER, "page_size": "2"}),
    Request("PUT", "/occurrences/{occurrence_id}/attendance", {"present": ["{member_id}"], "reason": "Late"}),
    Request(
        "GET", "/finder", query={"day": "1", "earliest": "18:00", "lat": "30.9", "lng": "75.8", "km": "5"}
    ),
    Request("POST", "/groups", {**GROUP, "kind": "therapy", "open": False, "licence": LICENCE}),
    Request("PATCH", "/groups/{group_id}", GROUP | {"centre_ids": ["{centre_id}"], "accessibility": []}),
    Request("PUT", "/groups/{group_id}/roster", {"time_zone": "Asia/Kolkata", "shifts": [SHIFT]}),
    Request(
        "POST",
        "/groups/{group_id}/roster/handovers",
        {"shift_id": "{shift_id}", "to_member_id": "{other}", "since": SOON, "until": LATER},
    ),
    Request("POST", "/boards/{board_id}/threads", {"title": "A day", "text": "Well"}),
    Request("POST", "/posts/{post_id}/acts", {"act": "time-out", "until": LATER, "note": "Why"}),
    Request("POST", "/posts/{post_id}/reports", {"reason": "spam", "note": "Why"}),
    Request("PUT", "/threads/{thread_id}/read", {"number": 1}),
    Request("GET", "/search", query={"q": "ninety", "board_id": "{board_id}", "page_size": "2"}),
    Request("POST", "/sources", {"url": f"{FEED}?another", "every_hours": 5, "time_zone": "Asia/Kolkata"}),
    Request("POST", "/imports/file", [a_record(latitude=30.9, conference_url="https://meet.example/1")]),
    Request("POST", "/imports", {"url": FEED, "dry_run": True, "format": "meeting-guide"}),
    Request(
        "POST",
        "/me/certificates",
        {"from": YESTERDAY, "to": TOMORROW, "bearer": "Gurpreet S."},
    ),
    Request("PUT", "/me/declarations", {"declarations": ["women"]}),
    Request("PUT", "/me/home-group", {"group_id": "{group_id}"}),
]


@pytest.fixture(scope="module")
def furnished(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Stage]:
    """Everything there may be, in a database that lasts for all requests."""
    database = mongo_client["test-groups-odd"]
    yield Stage(database)
    mongo_client.drop_database(database)


@pytest.fixture
def stage(furnished: Stage) -> Stage:
    """Everything as it was before the last request."""
    furnished.reset()
    return furnished


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_an_odd_value_is_answered_as_documented(request_: Request, stage: Stage) -> None:
    running, other = stage.real["occurrence_id"][1], stage.other.member_id
    right = request_.filled({**stage.real, "occurrence_id": [running], "other": [other]})

    answer = send(stage, right)
    surprises = {
        repr((odd.body, odd.query))[:500]: found for odd in right.odd() if (found := surprise(stage, odd))
    }

    assert answer.status_code in (200, 201), answer.text
    assert surprises == {}


def send(stage: Stage, request: Request) -> TestResponse:
    body: dict[str, Any] = {"data": json.dumps(request.body), "content_type": "application/json"}
    return stage.caller.call(
        request.method, request.path, query_string=request.query, **body if request.query is None else {}
    )


def surprise(stage: Stage, request: Request) -> str | None:
    """Send a request, and tell what of the answer its document does not say."""
    answer = send(stage, request)
    documented = DOCUMENT["paths"][ROOT + request.template][request.method.lower()]["responses"]
    response = documented.get(str(answer.status_code))
    as_said = response is not None and answer.status_code < 500 and answer.mimetype in response["content"]
    return None if as_said else f"{answer.status_code} {answer.mimetype} {answer.text[:300]}"
