"""Moderation over the API: reports, acts, appeals, locks, time-outs, and what each of those in it sees."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pymongo.database import Database

from chassis.clock import to_rfc3339, utc_now
from tests.groups.api import Caller
from tests.groups.board_world import HOPE, TEXT, BoardWorld, add, begin, codes, pages


@pytest.fixture
def world(database: Database[dict[str, Any]]) -> BoardWorld:
    return BoardWorld(database)


def report(caller: Caller, post: str, **fields: Any) -> Any:
    return caller.post(f"/posts/{post}/reports", json={"reason": "insult"} | fields)


def act(caller: Caller, post: str, act: str, **fields: Any) -> Any:
    return caller.post(f"/posts/{post}/acts", json={"act": act} | fields)


def test_a_report_of_each_person_counts_once_and_waits_in_the_queue(world: BoardWorld) -> None:
    writer, first, second, moderator = world.member(), world.member(), world.member(), world.coordinator()
    posts = [begin(writer).json["post"]["id"] for _ in range(3)]
    assert [report(each, posts[0]).status_code for each in (first, first, second)] == [201, 200, 201]
    assert codes(report(writer, posts[0])) == [(409, "own-case")]
    report(first, posts[2])
    writer.call("DELETE", f"/posts/{posts[1]}")
    assert codes(report(first, posts[1])) == [(409, "post-not-visible")]

    queue = list(pages(moderator, f"/boards/{HOPE}/cases", page_size=1))
    assert [(each["id"], each["stage"], each["reports"]) for each in queue] == [
        (posts[0], "open", 2),
        (posts[2], "open", 1),
    ]
    assert codes(first.get(f"/boards/{HOPE}/cases")) == [(403, "not-your-board")]
    assert act(moderator, posts[0], "dismiss").json["stage"] == "decided"
    assert [each["id"] for each in pages(moderator, f"/boards/{HOPE}/cases")] == [posts[2]]
    assert [each["id"] for each in pages(moderator, f"/boards/{HOPE}/cases", stage="decided")] == [posts[0]]


def test_a_hidden_post_shows_a_line_to_others_and_its_text_to_writer_and_moderators(
    world: BoardWorld,
) -> None:
    writer, other, moderator = world.member(), world.member(), world.coordinator()
    post = begin(writer).json["post"]
    act(moderator, post["id"], "hide")

    def seen(caller: Caller) -> tuple[Any, Any, Any]:
        row = caller.get(f"/threads/{post['thread_id']}/posts").json["items"][0]
        return row["state"], row["line"], row["text"]

    line = "This post was hidden by a moderator."
    assert [seen(each) for each in (other, writer, moderator)] == [
        ("hidden", line, None),
        ("hidden", line, TEXT),
        ("hidden", line, TEXT),
    ]
    assert other.get(f"/threads/{post['thread_id']}").json["title"] is None
    assert other.get("/search", q="Ninety").json["items"] == []
    edited = writer.call("PUT", f"/posts/{post['id']}", json={"text": "x"})
    assert codes(edited, other.call("PUT", f"/posts/{post['id']}/hears")) == [(409, "post-not-visible")] * 2
    act(moderator, post["id"], "unhide")
    assert seen(other) == ("visible", None, TEXT)


def test_an_appeal_is_answered_by_another_moderator_once(world: BoardWorld) -> None:
    writer, first, second = world.member(), world.coordinator(), world.administrator()
    post = begin(writer).json["post"]["id"]
    appeal, answer = f"/posts/{post}/appeal", f"/posts/{post}/appeal/answer"
    assert codes(writer.post(appeal, json={})) == [(409, "nothing-to-appeal")]
    act(first, post, "hide")
    assert codes(world.member().post(appeal, json={})) == [(403, "not-your-post")]
    assert writer.post(appeal, json={"note": "It was about myself."}).status_code == 201
    refused = [
        writer.post(appeal, json={}),
        act(second, post, "unhide"),
        first.post(answer, json={"granted": False}),
        writer.post(answer, json={"granted": True}),
    ]
    assert codes(*refused) == [
        (409, "appealed-already"),
        (409, "appeal-pending"),
        (409, "another-moderator-decides"),
        (403, "not-your-board"),
    ]
    assert [each["stage"] for each in pages(first, f"/boards/{HOPE}/cases")] == ["appealed"]
    granted = second.post(answer, json={"granted": True}).json
    assert (granted["stage"], granted["hidden"], granted["may_appeal"]) == ("decided", False, False)
    assert [(each["act"], each["by"]) for each in granted["history"]] == [
        ("hide", first.member_id),
        ("appeal-granted", second.member_id),
    ]
    assert codes(second.post(answer, json={"granted": False})) == [(409, "nothing-to-appeal")]
    facts = [(each["type"], each["data"]["act"], each["data"]["by"]) for each in world.events()]
    assert facts == [
        ("groups.moderation.acted.v1", "hide", first.member_id),
        ("groups.moderation.acted.v1", "appeal-granted", second.member_id),
    ]


def test_where_nobody_else_is_the_same_moderator_answers(world: BoardWorld) -> None:
    writer, coordinator = world.member(), world.coordinator()
    alone = world.group(writer)
    led = world.group(writer, leaders=(world.member(),))
    statuses = []
    for group in (alone, led):
        post = begin(writer, group.id).json["post"]["id"]
        act(coordinator, post, "warn")
        writer.post(f"/posts/{post}/appeal", json={})
        statuses.append(coordinator.post(f"/posts/{post}/appeal/answer", json={"granted": False}).status_code)

    assert statuses == [201, 409]


def test_a_time_out_lets_read_and_not_write_on_that_board_until_it_ends(world: BoardWorld) -> None:
    writer, moderator = world.member(), world.coordinator()
    group = world.group(writer)
    post = begin(writer).json["post"]
    with time_machine.travel(utc_now(), tick=False) as clock:
        until = utc_now() + timedelta(hours=2)
        assert act(moderator, post["id"], "time-out", until=to_rfc3339(until)).status_code == 201
        refused = add(writer, post["thread_id"])
        edited = writer.call("PUT", f"/posts/{post['id']}", json={"text": "x"})
        assert codes(refused, begin(writer), edited) == [(403, "timed-out")] * 3
        assert refused.json["until"][:19] == to_rfc3339(until)[:19]
        assert writer.get(f"/threads/{post['thread_id']}/posts").status_code == 200
        assert begin(writer, group.id).status_code == 201
        clock.shift(timedelta(hours=2, seconds=1))
        later = world.member(writer.member_id)  # with a token of that hour
        later.call("PUT", f"/posts/{post['id']}", json={"text": "I am sorry"})
    assert world.post_document(post["id"])["text"] == "I am sorry"


@pytest.mark.parametrize("fields", [{}, {"until": "2020-01-01T00:00:00Z"}, {"until": "2999-01-01T00:00:00Z"}])
def test_a_time_out_has_an_end_in_reach(world: BoardWorld, fields: dict[str, str]) -> None:
    post = begin(world.member()).json["post"]["id"]
    answer = act(world.coordinator(), post, "time-out", **fields)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["until"])


def test_a_case_is_seen_by_moderators_and_without_names_by_the_writer(world: BoardWorld) -> None:
    writer, reporter, moderator = world.member(), world.member(), world.coordinator()
    post = begin(writer).json["post"]["id"]
    report(reporter, post, note="This hurts")
    path = f"/posts/{post}/case"
    assert codes(writer.get(path), reporter.get(path)) == [(404, "case-unknown")] * 2
    act(moderator, post, "warn", note="Be kind")
    own = writer.get(path)

    assert moderator.get(path).json["reports"][0]["by"] == reporter.member_id
    assert (own.json["reports"], own.json["history"][0]["note"]) == ([], "Be kind")
    assert (own.json["history"][0]["by"], own.json["may_appeal"]) == (None, True)
    assert reporter.member_id not in own.text
    assert moderator.member_id not in own.text


def test_a_locked_thread_takes_no_posts_until_it_is_opened(world: BoardWorld) -> None:
    writer, moderator = world.member(), world.coordinator()
    thread = begin(writer).json["post"]["thread_id"]
    lock = f"/threads/{thread}/lock"
    assert codes(writer.call("PUT", lock)) == [(403, "not-your-board")]
    assert moderator.call("PUT", lock).json["locked"] is True
    assert codes(moderator.call("PUT", lock), add(writer, thread)) == [
        (409, "act-without-effect"),
        (409, "thread-locked"),
    ]
    assert moderator.call("DELETE", lock).json["locked"] is False
    assert add(writer, thread).status_code == 201
    assert [(each["data"]["act"], each["data"]["post_id"]) for each in world.events()] == [
        ("lock", thread),
        ("unlock", thread),
    ]


def test_a_leader_does_not_moderate_what_they_wrote(world: BoardWorld) -> None:
    leader = world.member()
    group = world.group(leaders=(leader,))
    post = begin(leader, group.id).json["post"]["id"]

    assert codes(act(leader, post, "warn")) == [(409, "own-case")]
