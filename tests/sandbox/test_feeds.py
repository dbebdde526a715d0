"""The demo's feeds: valid Meeting Guide feeds of three invented centres, served as a partner's site does."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests

from chassis.clock import utc_now
from groups.domain.feeds.described import Terms
from groups.domain.feeds.formats import read_feed
from hamrah.demo.cast import CENTRES, Centre
from hamrah.demo.data import feed_url
from tests.sandbox.world import World

PERSONAL = ("feedback_emails", "conference_phone", "entity_email", "entity_phone", "edit_url")


def meetings() -> list[dict[str, Any]]:
    return [meeting for centre in CENTRES for meeting in json.loads(centre.feed_file())]


def test_three_centres_publish_about_forty_meetings_under_slugs_of_their_own() -> None:
    slugs = [meeting["slug"] for meeting in meetings()]

    assert len(CENTRES) == 3
    assert 38 <= len(slugs) == len(set(slugs)) <= 45
    assert all(re.fullmatch(r"[a-z0-9-]{1,64}", slug) for slug in slugs)


@pytest.mark.parametrize("centre", CENTRES, ids=lambda centre: centre.feed)
def test_the_importer_takes_every_record(centre: Centre) -> None:
    reading = read_feed(centre.feed_file(), Terms(time_zone="UTC", at=utc_now()))

    assert reading.rejected == []
    assert {series.time_zone for series in reading.meetings} == {"Asia/Kolkata"}
    assert any(series.online for series in reading.meetings)
    assert any(not series.online for series in reading.meetings)


def test_no_meeting_names_a_person_or_a_way_to_reach_one() -> None:
    for meeting in meetings():
        assert not set(meeting) & set(PERSONAL)
        assert "@" not in json.dumps(meeting)
        assert not re.search(r"\d{7}", meeting.get("notes", ""))


def test_names_and_notes_are_in_the_languages_of_punjab() -> None:
    words = json.dumps(meetings(), ensure_ascii=False)

    assert re.search("[਀-੿]", words)
    assert re.search("[ऀ-ॿ]", words)


@pytest.mark.parametrize("centre", CENTRES, ids=lambda centre: centre.feed)
def test_the_sandbox_serves_each_feed_as_its_centre_would(world: World, centre: Centre) -> None:
    answer = requests.get(feed_url(world.url, centre), timeout=5)

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.content == centre.feed_file()


def test_the_sandbox_tells_that_a_feed_is_the_same(world: World) -> None:
    url = feed_url(world.url, CENTRES[0])
    first = requests.get(url, timeout=5)
    again = requests.get(url, headers={"If-None-Match": first.headers["ETag"]}, timeout=5)

    assert (again.status_code, again.content) == (304, b"")
