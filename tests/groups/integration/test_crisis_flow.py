"""A post that sounds like a crisis: help first, the alarm in the same write, the post published."""

import json
import logging
import threading
from typing import Any

import pytest
from pymongo.database import Database

from chassis.ids import new_id
from tests.groups.board_world import CRISIS, HOPE, BoardWorld, add, begin, codes, pages
from tests.groups.samples import CENTRE


@pytest.fixture
def world(database: Database[dict[str, Any]]) -> BoardWorld:
    return BoardWorld(database)


def test_the_writer_sees_help_first_and_the_one_on_duty_is_alerted_once(world: BoardWorld) -> None:
    writer, other, leader, off_duty = (world.member() for _ in range(4))
    group = world.group(writer, other, leaders=(leader, off_duty))
    world.put_on_duty(group, leader)
    thread = begin(other, group.id).json["post"]["thread_id"]
    answer = add(writer, thread, "ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ ਹਾਂ")
    post = answer.json["post"]

    assert answer.status_code == 201
    assert next(iter(answer.json)) == "help"
    assert (answer.json["help"]["language"], post["state"]) == ("pa", "visible")
    numbers = [line["number"] for line in answer.json["help"]["lines"]]
    assert numbers == ["112", "14416", "14446", "181", "1098"]
    assert "1933" not in answer.text
    stored = world.post_document(post["id"])
    assert [entry["data"] for entry in stored["outbox"]] == [
        {
            "alert_id": stored["alerts"][0]["id"],
            "board_id": group.id,
            "post_id": post["id"],
            "centre_id": CENTRE,
            "member_ids": [leader.member_id],
        }
    ]
    assert list(pages(other, f"/threads/{thread}/posts"))[1]["text"] == "ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ ਹਾਂ"


def test_nobody_on_duty_leaves_it_to_the_coordinators(world: BoardWorld) -> None:
    writer = world.member()
    group = world.group(writer, centre_ids=("d" * 32, CENTRE))
    begin(writer, group.id, CRISIS)
    begin(world.member(writer.member_id, centre_id=CENTRE), group.id, CRISIS)
    begin(writer, HOPE, CRISIS)
    begin(world.member(centre_id=CENTRE), HOPE, "A day", title=CRISIS)
    told = sorted((str(each["data"]["centre_id"]), each["data"]["member_ids"]) for each in world.events())

    assert told == [("None", []), (CENTRE, []), (CENTRE, []), ("d" * 32, [])]


def test_who_is_on_duty_does_not_look_after_their_own_post(world: BoardWorld) -> None:
    leader = world.member()
    group = world.group(leaders=(leader,))
    world.put_on_duty(group, leader)
    begin(leader, group.id, CRISIS)

    assert [each["data"]["member_ids"] for each in world.events()] == [[]]


def test_an_edit_into_a_crisis_alerts_too_and_only_while_no_alert_is_open(world: BoardWorld) -> None:
    writer, coordinator = world.member(), world.coordinator()
    post = begin(writer).json["post"]["id"]

    def edit(text: str) -> Any:
        return writer.call("PUT", f"/posts/{post}", json={"text": text}).json["help"]

    assert edit("Still here") is None
    assert edit(CRISIS)["lines"]
    assert edit(f"{CRISIS}!")["lines"]
    assert len(world.events()) == 1
    (alert,) = pages(coordinator, "/alerts")
    coordinator.post(f"/alerts/{alert['id']}/closure", json={"outcome": "reached"})
    edit(f"{CRISIS} again")
    assert [each["seq"] for each in world.events()] == [1, 2]
    assert len({each["data"]["alert_id"] for each in world.events()}) == 2


def test_alerts_are_for_who_moderates_and_the_first_word_stands(world: BoardWorld) -> None:
    writer, leader, stranger = world.member(), world.member(), world.member()
    group = world.therapy_group(writer, therapist=leader)
    begin(writer, group.id, CRISIS)
    begin(writer, HOPE, CRISIS)
    coordinator, elsewhere = world.coordinator(), world.coordinator(new_id())

    def boards(caller: Any) -> set[str]:
        return {each["board_id"] for each in pages(caller, "/alerts", page_size=1)}

    assert [
        boards(each) for each in (leader, coordinator, elsewhere, world.administrator(), stranger, writer)
    ] == [
        *({group.id}, {group.id, HOPE}, {HOPE}, {HOPE}, set(), set()),
    ]
    (alert,) = pages(leader, "/alerts")
    assert (alert["post"]["text"], alert["on_duty"]) == (CRISIS, [])
    path, said = f"/alerts/{alert['id']}/closure", {"outcome": "reached"}
    assert (
        codes(stranger.post(path, json=said), elsewhere.post(path, json=said)) == [(404, "alert-unknown")] * 2
    )
    closed = leader.post(path, json=said)
    again = coordinator.post(path, json={"outcome": "no-crisis"})
    assert closed.json == again.json
    assert (again.json["outcome"], again.json["closed_by"]) == ("reached", leader.member_id)
    assert list(pages(leader, "/alerts")) == []


def test_even_who_may_not_write_now_is_shown_help(world: BoardWorld) -> None:
    writer, moderator = world.member(), world.coordinator()
    thread = begin(writer).json["post"]["thread_id"]
    moderator.call("PUT", f"/threads/{thread}/lock")
    refused = add(writer, thread, CRISIS)

    assert codes(refused) == [(409, "thread-locked")]
    assert refused.json["help"]["lines"][1]["number"] == "14416"
    assert "help" not in add(writer, thread).json


def test_the_same_post_sent_many_times_at_once_alerts_once(world: BoardWorld) -> None:
    writer = world.member()
    thread = begin(world.member()).json["post"]["thread_id"]
    answers: list[Any] = []

    def send() -> None:
        answers.append(add(writer, thread, CRISIS, headers={"Idempotency-Key": "once"}))

    senders = [threading.Thread(target=send) for _ in range(8)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()

    assert {each.json["post"]["id"] for each in answers} == {answers[0].json["post"]["id"]}
    assert all(each.json["help"] for each in answers)
    assert sorted(each.status_code for each in answers) == [200] * 7 + [201]
    assert len(world.events()) == 1
    assert len(list(pages(writer, f"/threads/{thread}/posts"))) == 2


def test_nothing_that_was_written_leaves_in_events_or_logs_and_nothing_masked_is_stored(
    world: BoardWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "pymongo")  # as `chassis.logs` has it in every process
    writer, other, moderator = world.member(), world.member(), world.coordinator()
    secret = f"{CRISIS}, Zanzibar, call ੯੮੭੬੫ ੪੩੨੧੦ or asha@example.org, house no 12"
    answer = begin(writer, text=secret, title="Quagga 98765-43210")
    post = answer.json["post"]["id"]
    writer.call("PUT", f"/posts/{post}", json={"text": f"{secret} Xylophone"})
    other.post(f"/posts/{post}/reports", json={"reason": "other", "note": "Wombat 98765 43210"})
    moderator.post(f"/posts/{post}/acts", json={"act": "hide", "note": "Ocelot asha@example.org"})
    writer.post(f"/posts/{post}/appeal", json={"note": "Narwhal 9876543210"})
    other.get("/search", q="Zanzibar")
    begin(writer, text="broken\u202e Zanzibar")

    assert [each["kind"] for each in answer.json["masked"]] == ["phone", "email", "address"]
    assert all(each["why"] for each in answer.json["masked"])
    written = ("Zanzibar", "Quagga", "Xylophone", "Wombat", "Ocelot", "Narwhal", "want to die")
    told = json.dumps([each["data"] for each in world.events()]) + caplog.text
    assert len(world.events()) == 2
    assert not [each for each in written if each in told]
    everything = str([list(world.database[name].find()) for name in world.database.list_collection_names()])
    assert "Zanzibar" in everything
    gone = ("43210", "੪੩੨੧੦", "asha", "example.org", "house no 12")
    assert not [each for each in gone if each in everything + told]
