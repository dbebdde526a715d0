"""Boards as their readers and writers see them, on a real MongoDB."""

from typing import Any

import pytest
import time_machine
from pymongo.database import Database

from chassis.chores import look
from chassis.clock import utc_now
from chassis.ids import new_id
from groups.domain.post import POSTS_EACH
from groups.entrypoints.scheduler import bound
from groups.handlers.boards import TOPICS
from tests.groups.board_world import CRISIS, TEXT, BoardWorld, add, begin, codes, pages


@pytest.fixture
def world(database: Database[dict[str, Any]]) -> BoardWorld:
    return BoardWorld(database)


def test_the_open_boards_are_there_for_every_member(world: BoardWorld) -> None:
    items = world.member().get("/boards").json["items"]

    assert [each["topic"] for each in items] == ["cravings", "triggers", "work", "family", "money", "hope"]
    assert {each["id"] for each in items} == set(TOPICS)


def test_a_thread_is_written_read_and_answered(world: BoardWorld) -> None:
    writer, reader = world.member(), world.member()
    written = begin(writer, text="It gets better: https://example.org/a.")
    thread = written.json["post"]["thread_id"]
    answered = add(reader, thread, "ਵਾਹ! बहुत अच्छा 👏 mixed scripts")

    assert (written.status_code, answered.status_code) == (201, 201)
    assert list(written.json) == ["help", "masked", "post"]
    assert (written.json["help"], written.json["masked"]) == (None, [])
    posts = list(pages(reader, f"/threads/{thread}/posts"))
    assert [(each["number"], each["own"], each["state"]) for each in posts] == [
        (1, False, "visible"),
        (2, True, "visible"),
    ]
    assert posts[0]["links"] == [{"text": "https://example.org/a", "url": "https://example.org/a"}]
    assert reader.get(f"/posts/{posts[1]['id']}").json == posts[1]
    assert reader.get(f"/threads/{thread}").json["title"] == "A day"


def test_a_repeated_order_writes_once(world: BoardWorld) -> None:
    writer = world.member()
    key = {"headers": {"Idempotency-Key": "one"}}
    first, again = begin(writer, text=CRISIS, **key), begin(writer, text=CRISIS, **key)
    thread = first.json["post"]["thread_id"]
    reply, repeated = add(writer, thread, **key), add(writer, thread, **key)

    assert [each.status_code for each in (first, again, reply, repeated)] == [201, 200, 201, 200]
    assert (first.json, reply.json) == (again.json, repeated.json)
    assert writer.get(f"/threads/{thread}").json["last_number"] == 2
    assert world.database["posts"].count_documents({}) == 2
    assert len(world.events()) == 1


def test_the_board_of_a_therapy_group_is_there_for_those_in_it_alone(world: BoardWorld) -> None:
    patient, therapist, stranger = world.member(), world.member(), world.member()
    group = world.therapy_group(patient, therapist=therapist)
    post = begin(patient, group.id).json["post"]
    thread, post_id = post["thread_id"], post["id"]
    paths = [
        ("GET", f"/boards/{group.id}/threads", None),
        ("POST", f"/boards/{group.id}/threads", {"title": "x", "text": "x"}),
        ("PUT", f"/boards/{group.id}/read", None),
        ("GET", f"/boards/{group.id}/cases", None),
        ("GET", f"/threads/{thread}", None),
        ("GET", f"/threads/{thread}/posts", None),
        ("POST", f"/threads/{thread}/posts", {"text": "x"}),
        ("PUT", f"/threads/{thread}/following", None),
        ("PUT", f"/threads/{thread}/lock", None),
        ("GET", f"/posts/{post_id}", None),
        ("PUT", f"/posts/{post_id}", {"text": "x"}),
        ("DELETE", f"/posts/{post_id}", None),
        ("PUT", f"/posts/{post_id}/hears", None),
        ("POST", f"/posts/{post_id}/reports", {"reason": "spam"}),
        ("GET", f"/posts/{post_id}/case", None),
        ("POST", f"/posts/{post_id}/acts", {"act": "hide"}),
    ]
    other_centre = world.coordinator(new_id())
    for outsider in (stranger, other_centre, world.administrator()):
        answers = [outsider.call(method, path, json=body) for method, path, body in paths]
        assert {each.status_code for each in answers} == {404}
        assert outsider.get("/search", q="Ninety").json["items"] == []
        assert outsider.get("/search", q="Ninety", board_id=group.id).status_code == 404
    for insider in (patient, therapist, world.coordinator()):
        assert insider.get(f"/threads/{thread}/posts").json["items"][0]["text"] == TEXT
    assert [each["id"] for each in patient.get("/boards").json["items"]][-1] == group.id
    assert group.id not in [each["id"] for each in stranger.get("/boards").json["items"]]


def test_the_board_of_an_open_group_is_for_who_may_come_to_it(world: BoardWorld) -> None:
    anyone = world.member()
    open_to_all, women = world.group(open=True), world.group(open=True, audience="women")

    assert begin(anyone, open_to_all.id).status_code == 201
    assert begin(anyone, women.id).status_code == 404
    assert begin(anyone, world.group(open=False).id).status_code == 404


def test_only_the_writer_changes_a_post(world: BoardWorld) -> None:
    writer, other = world.member(), world.member()
    post = begin(writer).json["post"]["id"]

    assert codes(
        other.call("PUT", f"/posts/{post}", json={"text": "no"}), other.call("DELETE", f"/posts/{post}")
    ) == [
        (403, "not-your-post"),
        (403, "not-your-post"),
    ]
    changed = writer.call("PUT", f"/posts/{post}", json={"text": "Ninety-one"}).json["post"]
    assert (changed["text"], changed["edited_at"] is not None) == ("Ninety-one", True)
    assert world.post_document(post)["text"] == "Ninety-one"


def test_what_is_removed_leaves_a_line_comes_back_within_a_minute_and_is_erased_after(
    world: BoardWorld,
) -> None:
    writer, other = world.member(), world.member()
    post = begin(writer).json["post"]
    path, thread = f"/posts/{post['id']}", f"/threads/{post['thread_id']}"
    with time_machine.travel(utc_now(), tick=False) as clock:
        writer.call("DELETE", path)
        seen = other.get(f"{thread}/posts").json["items"][0]
        assert (seen["line"], seen["text"], other.get(thread).json["title"]) == (
            "Removed by its writer.",
            None,
            None,
        )
        assert other.get("/search", q="Ninety").json["items"] == []
        clock.shift(59)
        look(bound(world.stores))
        assert writer.post(f"{path}/restoration").json["text"] == TEXT
        assert len(other.get("/search", q="Ninety").json["items"]) == 1
        writer.call("DELETE", path)
        clock.shift(61)
        assert codes(writer.post(f"{path}/restoration")) == [(409, "undo-too-late")]
        look(bound(world.stores))
    assert TEXT not in str(world.post_document(post["id"]))


def test_i_hear_you_is_counted_once_a_person_and_tells_nobody_who(world: BoardWorld) -> None:
    writer, first, second = world.member(), world.member(), world.member()
    post = begin(writer).json["post"]
    path = f"/posts/{post['id']}/hears"
    for caller in (first, first, second):
        assert caller.call("PUT", path).status_code == 204
    second.call("DELETE", path)

    answer = first.get(f"/threads/{post['thread_id']}/posts")
    assert (answer.json["items"][0]["hears"], answer.json["items"][0]["heard"]) == (1, True)
    assert first.member_id not in answer.text


def test_who_writes_too_much_waits(world: BoardWorld) -> None:
    writer = world.member()
    with time_machine.travel(utc_now(), tick=False) as clock:
        thread = begin(writer).json["post"]["thread_id"]
        statuses = [add(writer, thread).status_code for _ in range(POSTS_EACH)]
        refused = add(writer, thread, CRISIS)
        assert statuses == [201] * (POSTS_EACH - 1) + [429]
        assert (refused.json["code"], refused.headers["Retry-After"]) == ("too-many-posts", "600")
        assert refused.json["help"]["lines"][0]["number"] == "112"
        assert begin(writer, next(iter(TOPICS))).status_code == 201
        clock.shift(601)
        assert add(writer, thread).status_code == 201


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a\u0007b", "Holds a control character."),
        ("abc \u202edesrever", "Holds a character that reorders the text."),
        ("\u200b \n", "Holds nothing to read."),
        ("x" * 5001, "Length must be between 1 and 5000."),
    ],
)
def test_a_text_that_deceives_is_refused_with_a_reason_and_nothing_is_stored(
    world: BoardWorld, text: str, why: str
) -> None:
    answer = begin(world.member(), text=text)

    assert (answer.status_code, answer.json["errors"]) == (422, {"text": [why]})
    assert world.database["posts"].count_documents({}) == world.database["threads"].count_documents({}) == 0


def test_the_roles_of_a_token_decide_who_moderates_the_open_boards(world: BoardWorld) -> None:
    post = begin(world.member()).json["post"]
    path = f"/posts/{post['id']}/acts"

    assert codes(world.member().post(path, json={"act": "warn"})) == [(403, "not-your-board")]
    for moderator in (world.coordinator(), world.administrator()):
        assert moderator.post(path, json={"act": "warn"}).status_code == 201
