"""Reads of boards and threads; how much is unread is a difference of two numbers, and never counted."""

from collections.abc import Iterable, Sequence
from typing import Any

from pymongo.database import Database

from groups.adapters.mongo_readers import mark_id
from groups.domain.access import Caller
from groups.domain.errors import BoardUnknown
from groups.handlers.boards import TOPICS, Board, moderates, readable_board
from groups.ports import Groups

Row = dict[str, Any]

MAX_BOARDS = 200
_MEMBER_OF = "member:"


def readable_ids(caller: Caller, groups: Groups) -> list[str]:
    """Name the open boards, and those of the groups that the caller belongs to or leads."""
    held = groups.entitlements_of(caller.member_id)
    own = sorted(each.removeprefix(_MEMBER_OF) for each in held if each.startswith(_MEMBER_OF))
    return [*TOPICS, *own][:MAX_BOARDS]


def moderated_ids(caller: Caller, database: Database[Row]) -> list[str]:
    """Name the boards that the caller moderates."""
    led: list[Row] = [{"leader_ids": caller.member_id}]
    if caller.centre_id is not None and caller.coordinates(caller.centre_id):
        led.append({"centre_ids": caller.centre_id})
    own = [each["_id"] for each in database["groups"].find({"$or": led}, {"_id": 1})]
    return own + [topic for topic in TOPICS if moderates(caller, Board(id=topic))]


def boards(database: Database[Row], caller: Caller, groups: Groups) -> list[Row]:
    """Show the caller's boards with how many posts came since they last looked."""
    ids = readable_ids(caller, groups)
    posts = _by_id(database["boards"].find({"_id": {"$in": ids}}))
    names = _by_id(database["groups"].find({"_id": {"$in": ids}}, {"name": 1}))
    marks = _marks(database, caller.member_id, ids)
    rows = []
    for id_ in ids:
        count = posts.get(id_, {}).get("posts", 0)
        rows.append(
            {
                "id": id_,
                "topic": TOPICS.get(id_),
                "name": names.get(id_, {}).get("name"),
                "posts": count,
                "unread": max(count - marks.get(id_, {}).get("number", 0), 0),
            }
        )
    return rows


def threads(
    database: Database[Row], board_id: str, member_id: str, after: Sequence[Any] | None, limit: int
) -> list[Row]:
    """Show a board's threads, the newest first, from behind the last one shown."""
    where: Row = {"board_id": board_id}
    if after is not None:
        created_at, last_id = after
        where["$or"] = [
            {"created_at": {"$lt": created_at}},
            {"created_at": created_at, "_id": {"$lt": last_id}},
        ]
    found = database["threads"].find(where, _HEAD).sort([("created_at", -1), ("_id", -1)]).limit(limit)
    return _thread_rows(database, member_id, list(found))


def thread(database: Database[Row], thread_id: str, member_id: str) -> Row:
    """Show the head of one thread that exists."""
    return _thread_rows(database, member_id, list(database["threads"].find({"_id": thread_id}, _HEAD)))[0]


def followed(
    database: Database[Row], caller: Caller, groups: Groups, after: str | None, limit: int
) -> tuple[list[Row], str | None]:
    """Show the threads that the caller follows and may still read, and where the next page begins."""
    where: Row = {"member_id": caller.member_id, "followed": True}
    if after is not None:
        where["_id"] = {"$gt": after}
    marks = list(database["marks"].find(where, {"of": 1}).sort("_id", 1).limit(limit + 1))
    page = marks[:limit]
    heads = list(database["threads"].find({"_id": {"$in": [each["of"] for each in page]}}, _HEAD))
    readable = {each for each in {head["board_id"] for head in heads} if _may_read(caller, each, groups)}
    shown = [head for head in heads if head["board_id"] in readable]
    more = page[-1]["_id"] if len(marks) > limit else None
    return _thread_rows(database, caller.member_id, shown), more


_HEAD = dict.fromkeys(("board_id", "author_id", "created_at", "last_at", "last_number", "locked"), 1)


def _thread_rows(database: Database[Row], member_id: str, heads: Sequence[Row]) -> list[Row]:
    ids = [head["_id"] for head in heads]
    openings = _by_id(database["posts"].find({"_id": {"$in": ids}}, {"title": 1, "state": 1}))
    marks = _marks(database, member_id, ids)
    rows = []
    for head in heads:
        opening, mark = openings.get(head["_id"], {}), marks.get(head["_id"], {})
        muted = mark.get("muted", False)
        rows.append(
            {
                "id": head["_id"],
                "board_id": head["board_id"],
                "title": opening.get("title") if opening.get("state") == "visible" else None,
                "author_id": head["author_id"],
                "created_at": head["created_at"],
                "last_at": head["last_at"],
                "last_number": head["last_number"],
                "unread": 0 if muted else max(head["last_number"] - mark.get("number", 0), 0),
                "locked": head["locked"],
                "followed": mark.get("followed", False),
                "muted": muted,
            }
        )
    return rows


def _may_read(caller: Caller, board_id: str, groups: Groups) -> bool:
    try:
        readable_board(caller, board_id, groups)
    except BoardUnknown:
        return False
    return True


def _marks(database: Database[Row], member_id: str, of: Iterable[str]) -> dict[str, Row]:
    ids = [mark_id(member_id, each) for each in of]
    return {each["of"]: each for each in database["marks"].find({"_id": {"$in": ids}}, {"recent": 0})}


def _by_id(found: Iterable[Row]) -> dict[str, Row]:
    return {each["_id"]: each for each in found}
