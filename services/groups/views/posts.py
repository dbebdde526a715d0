"""Reads of posts: pages of a thread by number, search, alerts and queues; each costs what it shows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo.database import Database

from groups.domain.errors import PostUnknown
from groups.domain.moderation import Case
from groups.domain.person import LEFT
from groups.domain.post import Post, State
from groups.domain.text import links, words

Row = dict[str, Any]

LINES: Mapping[str, str] = {
    State.HIDDEN.value: "This post was hidden by a moderator.",
    State.REMOVED.value: "Removed by its writer.",
}
LINE_OF_WHO_LEFT = "A member who left."
MAX_WORDS = 8  # of a search

_PLAIN = ("board_id", "thread_id", "number", "author_id", "created_at", "edited_at", "state")


def posts(
    database: Database[Row], thread_id: str, member_id: str, *, moderator: bool, after: int, limit: int
) -> list[Row]:
    """Show the posts of a thread in their order, from behind a number."""
    where = {"thread_id": thread_id, "number": {"$gt": after}}
    found = database["posts"].find(where, _shown_to(member_id)).sort("number", 1).limit(limit)
    return [_row(each, member_id, moderator=moderator) for each in found]


def post(database: Database[Row], post_id: str, member_id: str, *, moderator: bool) -> Row:
    """Show one post; raises PostUnknown."""
    found = database["posts"].find_one({"_id": post_id}, _shown_to(member_id))
    if found is None:
        raise PostUnknown
    return _row(found, member_id, moderator=moderator)


def search(
    database: Database[Row],
    board_ids: Sequence[str],
    text: str,
    member_id: str,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Row]:
    """Find the visible posts on some boards that hold every word, the newest first."""
    wanted = words(text)[:MAX_WORDS]
    if not wanted:
        return []
    where: Row = {
        "$text": {"$search": " ".join(f'"{word}"' for word in wanted)},
        "board_id": {"$in": list(board_ids)},
        **_before(after, "created_at"),
    }
    newest = [("created_at", -1), ("_id", -1)]
    found = database["posts"].find(where, _shown_to(member_id)).sort(newest).limit(limit)
    return [_row(each, member_id, moderator=False) for each in found]


def alerts(
    database: Database[Row], board_ids: Sequence[str], after: Sequence[Any] | None, limit: int
) -> list[Row]:
    """Show the open alerts of some boards, the newest first."""
    where: Row = {
        "alerted_at": {"$exists": True},
        "board_id": {"$in": list(board_ids)},
        **_before(after, "alerted_at"),
    }
    newest = [("alerted_at", -1), ("_id", -1)]
    found = database["posts"].find(where, {"hears": 0, "outbox": 0}).sort(newest).limit(limit)
    return [_alert_row(each) for each in found]


def cases(
    database: Database[Row],
    board_id: str,
    stages: Sequence[str],
    after: Sequence[Any] | None,
    limit: int,
) -> list[Row]:
    """Show the cases of a board at some stages, the oldest post first."""
    where: Row = {"board_id": board_id, "case.stage": {"$in": list(stages)}}
    if after is not None:
        created_at, last_id = after
        where["$or"] = [
            {"created_at": {"$gt": created_at}},
            {"created_at": created_at, "_id": {"$gt": last_id}},
        ]
    found = database["posts"].find(where, {"hears": 0, "outbox": 0})
    return [
        {
            "id": each["_id"],
            "created_at": each["created_at"],
            "stage": each["case"]["stage"],
            "reports": len(each["case"]["reports"]),
            "post": _row({**each, "hears": 0, "heard": False}, "", moderator=True),
        }
        for each in found.sort([("created_at", 1), ("_id", 1)]).limit(limit)
    ]


def case(found: Post, *, moderator: bool) -> Row:
    """Show one case: all of it to moderators, and to the writer what was decided, without who."""
    known: Case = found.case
    reports = known.reports if moderator else []
    return {
        "id": found.id,
        "stage": known.stage.value,
        "hidden": known.hidden,
        "timed_out_until": known.timed_out_until,
        "reports": [vars(each) for each in reports],
        "history": [{**vars(each), "by": each.by if moderator else None} for each in known.history],
        "appeal": vars(known.appeal) if known.appeal else None,
        "may_appeal": known.appeal is None and known.contested is not None,
    }


def _shown_to(member_id: str) -> Row:
    """Of who heard, only how many and whether the caller did leaves the database."""
    return {
        **dict.fromkeys((*_PLAIN, "title", "text"), 1),
        "hears": {"$size": "$hears"},
        "heard": {"$in": [{"$literal": member_id}, "$hears"]},
    }


def _row(found: Row, member_id: str, *, moderator: bool) -> Row:
    state = found["state"]
    own = found["author_id"] == member_id
    readable = state == State.VISIBLE or (state == State.HIDDEN and (own or moderator))
    return {
        "id": found["_id"],
        **{name: found[name] for name in _PLAIN},
        "line": LINE_OF_WHO_LEFT if found["author_id"] == LEFT else LINES.get(state),
        "title": found["title"] if readable else None,
        "text": found["text"] if readable else None,
        "links": [{"text": each.text, "url": each.url} for each in links(found["text"])] if readable else [],
        "hears": found["hears"],
        "heard": found["heard"],
        "own": own,
    }


def _alert_row(found: Row) -> Row:
    alert = next(each for each in found["alerts"] if each["closed_at"] is None)
    return {
        "id": alert["id"],
        "raised_at": alert["raised_at"],
        "board_id": found["board_id"],
        "on_duty": alert["watch"]["member_ids"],
        "post": _row({**found, "hears": 0, "heard": False}, "", moderator=True),
        "post_id": found["_id"],
    }


def _before(after: Sequence[Any] | None, name: str) -> Row:
    """Go on behind the last row of a list that shows the newest first."""
    if after is None:
        return {}
    moment: datetime = after[0]
    return {"$or": [{name: {"$lt": moment}}, {name: moment, "_id": {"$lt": after[1]}}]}
