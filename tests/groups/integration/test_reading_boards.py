"""Reading boards, on a real MongoDB: unread marks, following, search, and pages that are stable and cheap."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.database import Database

from groups.views import posts as views
from tests.groups.api import Caller
from tests.groups.board_world import HOPE, BoardWorld, add, begin, pages


@pytest.fixture
def world(database: Database[dict[str, Any]]) -> BoardWorld:
    return BoardWorld(database)


def test_unread_is_what_came_since_the_mark(world: BoardWorld) -> None:
    writer, reader = world.member(), world.member()
    thread = begin(writer).json["post"]["thread_id"]
    for _ in range(4):
        add(writer, thread)
    head = f"/threads/{thread}"

    assert (reader.get(head).json["unread"], writer.get(head).json["unread"]) == (5, 0)
    assert reader.call("PUT", f"{head}/read", json={"number": 3}).json["unread"] == 2
    assert reader.call("PUT", f"{head}/read", json={"number": 1}).json["unread"] == 2
    assert reader.call("PUT", f"{head}/read").json["unread"] == 0
    add(writer, thread)
    listed = reader.get(f"/boards/{HOPE}/threads").json["items"][0]
    assert (listed["unread"], listed["last_number"]) == (1, 6)
    assert _of_board(reader)["unread"] == 6
    reader.call("PUT", f"/boards/{HOPE}/read")
    add(writer, thread)
    assert (_of_board(reader)["unread"], _of_board(reader)["posts"]) == (1, 7)


def _of_board(caller: Caller) -> dict[str, Any]:
    return next(each for each in caller.get("/boards").json["items"] if each["id"] == HOPE)


def test_threads_are_followed_and_muted(world: BoardWorld) -> None:
    writer, reader = world.member(), world.member()
    threads = [begin(writer).json["post"]["thread_id"] for _ in range(3)]
    for thread in threads[:2]:
        reader.call("PUT", f"/threads/{thread}/following")
    reader.call("PUT", f"/threads/{threads[0]}/muting")
    reader.call("DELETE", f"/threads/{threads[1]}/following")

    listed = list(pages(reader, "/followed-threads", page_size=1))
    assert [(each["id"], each["muted"], each["unread"]) for each in listed] == [(threads[0], True, 0)]
    reader.call("DELETE", f"/threads/{threads[0]}/muting")
    assert reader.get(f"/threads/{threads[0]}").json["unread"] == 1
    assert {each["id"] for each in pages(writer, "/followed-threads", page_size=2)} == set(threads)


def test_search_finds_words_in_three_scripts_on_readable_boards_alone(world: BoardWorld) -> None:
    member, outsider = world.member(), world.member()
    closed = world.group(member)
    begin(member, text="The craving passed after Tea", title="Evening")
    begin(member, text="ਅੱਜ ਤਲਬ ਘੱਟ ਸੀ", title="ਸ਼ਾਮ")
    begin(member, text="आज तलब कम थी", title="शाम")
    begin(member, closed.id, text="A craving in the closed room")

    def found(caller: Caller, q: str, **query: Any) -> int:
        return len(list(pages(caller, "/search", q=q, page_size=1, **query)))

    assert [found(member, q) for q in ("craving", "CRAVING tea", "ਤਲਬ", "तलब", "ਸ਼ਾਮ", '-tea "x"', "!!")] == [
        *(2, 1, 1, 1, 1, 0, 0),
    ]
    assert (found(outsider, "craving"), found(member, "craving", board_id=closed.id)) == (1, 1)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.integers(0, 12), size=st.integers(1, 5), meanwhile=st.lists(st.integers(0, 2), max_size=6))
def test_pages_show_every_post_once_whatever_is_written_meanwhile(
    world: BoardWorld, before: int, size: int, meanwhile: list[int]
) -> None:
    writer = world.member()
    thread = begin(writer).json["post"]["thread_id"]
    for _ in range(before):
        add(writer, thread)
    seen: list[int] = []
    for place, each in enumerate(pages(writer, f"/threads/{thread}/posts", page_size=size)):
        seen.append(each["number"])
        for _ in range(meanwhile[place] if place < len(meanwhile) else 0):
            add(writer, thread)

    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) >= before + 1


def test_a_page_of_threads_is_stable_while_new_ones_begin(world: BoardWorld) -> None:
    writer = world.member()
    ids = [begin(writer).json["post"]["thread_id"] for _ in range(5)]
    seen = []
    for each in pages(writer, f"/boards/{HOPE}/threads", page_size=2):
        seen.append(each["id"])
        begin(writer)

    assert seen == ids[::-1]


def test_a_page_of_a_thread_reads_only_what_it_shows(world: BoardWorld) -> None:
    writer = world.member()
    thread = begin(writer).json["post"]["thread_id"]
    for _ in range(15):
        add(writer, thread)
    where = {"thread_id": thread, "number": {"$gt": 7}}
    plan = world.database["posts"].find(where).sort("number", 1).limit(4).explain()["executionStats"]

    assert plan["totalDocsExamined"] == plan["totalKeysExamined"] == 4
    shown = views.posts(world.database, thread, writer.member_id, moderator=False, after=7, limit=4)
    assert [each["number"] for each in shown] == [8, 9, 10, 11]


SOON = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "where",
    [
        {"case.timed_out_until": {"$gt": SOON}, "author_id": "a", "board_id": HOPE},
        {"erase_at": {"$lt": SOON}},
        {"alerts.id": "a"},
        {"alerted_at": {"$exists": True}, "board_id": {"$in": [HOPE]}},
        {"board_id": HOPE, "case.stage": {"$in": ["open", "appealed"]}},
    ],
)
def test_what_is_asked_of_all_posts_goes_by_an_index(world: BoardWorld, where: dict[str, Any]) -> None:
    begin(world.member())
    found = world.database["posts"].find(where).explain()["executionStats"]

    assert (found["totalDocsExamined"], found["totalKeysExamined"] <= 1) == (0, True)
