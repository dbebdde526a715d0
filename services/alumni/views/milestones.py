"""Milestones: one's own, and what others share."""

from collections import Counter
from typing import Any

from pymongo.database import Database

from alumni.domain.member import Member
from alumni.domain.reached import Audience, Word

Document = dict[str, Any]


def milestones_of(
    database: Database[Document], member_id: str, *, after: list[Any] | None, limit: int
) -> list[Document]:
    """List a member's own milestones, the latest first, with what others said to them."""
    query = {"member_id": member_id, **_behind("reached_at", after)}
    order = [("reached_at", -1), ("_id", -1)]
    rows = list(database["milestones"].find(query, {"outbox": False}).sort(order).limit(limit))
    words = _words(database, [row["_id"] for row in rows])
    return [
        {
            "id": row["_id"],
            "milestone": row["milestone"],
            "reached_at": row["reached_at"],
            "shared_with": [Audience(each) for each in row["shared_with"]],
            "congratulations": words.get(row["_id"], []),
        }
        for row in rows
    ]


def shared_with(
    database: Database[Document], member: Member, *, after: list[Any] | None, limit: int
) -> list[Document]:
    """List what others share with a member, the latest first; nothing of whom a block parts from them."""
    query = {
        "$or": _audiences(database, member),
        "member_id": {"$nin": [member.id, *_parted(database, member.id)]},
        **({"$and": [_behind("shared_at", after)]} if after else {}),
    }
    order = [("shared_at", -1), ("_id", -1)]
    rows = list(database["milestones"].find(query, {"outbox": False}).sort(order).limit(limit))
    whose = {"_id": {"$in": [row["member_id"] for row in rows]}}
    handles = {row["_id"]: row["handle"] for row in database["members"].find(whose, {"handle": True})}
    mine = {"milestone_id": {"$in": [row["_id"] for row in rows]}, "member_id": member.id}
    said = {row["milestone_id"]: row["word"] for row in database["congratulations"].find(mine)}
    return [
        {
            "id": row["_id"],
            "handle": handles.get(row["member_id"], ""),
            "milestone": row["milestone"],
            "shared_at": row["shared_at"],
            "my_word": Word(said[row["_id"]]) if said.get(row["_id"]) else None,
        }
        for row in rows
    ]


def _audiences(database: Database[Document], member: Member) -> list[Document]:
    partnerships = database["partnerships"].find({"member_ids": member.id, "state": "active"})
    partners = {each for row in partnerships for each in row["member_ids"]}
    pairs = database["pairs"].find({"mentor_id": member.id, "state": "active"})
    found: list[Document] = [
        {"shared_with": Audience.NETWORK.value},
        {"shared_with": Audience.PARTNERS.value, "member_id": {"$in": sorted(partners)}},
        {"shared_with": Audience.MENTOR.value, "member_id": {"$in": [row["mentee_id"] for row in pairs]}},
    ]
    if member.confirmed_home:
        found.append({"shared_with": Audience.CENTRE.value, "centre_id": member.confirmed_home})
    return found


def _parted(database: Database[Document], member_id: str) -> list[str]:
    rows = database["blocks"].find({"$or": [{"by": member_id}, {"whom": member_id}]})
    return [row["whom"] if row["by"] == member_id else row["by"] for row in rows]


def _behind(name: str, after: list[Any] | None) -> Document:
    if after is None:
        return {}
    moment, last = after
    return {"$or": [{name: {"$lt": moment}}, {name: moment, "_id": {"$lt": last}}]}


def _words(database: Database[Document], milestone_ids: list[str]) -> dict[str, list[Document]]:
    query = {"milestone_id": {"$in": milestone_ids}, "word": {"$ne": None}}
    counted: dict[str, Counter[str]] = {}
    for row in database["congratulations"].find(query, {"milestone_id": True, "word": True}):
        counted.setdefault(row["milestone_id"], Counter())[row["word"]] += 1
    return {
        milestone_id: [{"word": Word(word), "count": count} for word, count in sorted(words.items())]
        for milestone_id, words in counted.items()
    }
