"""Reads of groups for the API, a page at a time; a discreet group is in no list but those of who is in it."""

from collections.abc import Sequence
from typing import Any

from pymongo.database import Database

from groups.domain.group import Status
from groups.domain.membership import Standing

Row = dict[str, Any]

_SHOWN = (
    *("kind", "fellowship", "name", "description", "centre_ids", "open", "languages", "audience"),
    *("accessibility", "status"),
)


def groups(
    database: Database[Row],
    *,
    kind: str | None,
    language: str | None,
    audience: str | None,
    centre_id: str | None,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Row]:
    """Show the active groups that anybody may find, sorted by name and id, from behind the last row shown."""
    wanted = {"kind": kind, "languages": language, "audience": audience, "centre_ids": centre_id}
    where: Row = {name: value for name, value in wanted.items() if value is not None}
    where |= {"discreet": False, "status": Status.ACTIVE.value}
    if after is not None:
        name, last_id = after
        where["$or"] = [{"name": {"$gt": name}}, {"name": name, "_id": {"$gt": last_id}}]
        where["name"] = {"$gte": name}
    found = database["groups"].find(where, dict.fromkeys(_SHOWN, 1)).sort([("name", 1), ("_id", 1)])
    return [_row(each) for each in found.limit(limit)]


def own_groups(
    database: Database[Row], member_id: str, centre_id: str | None, *, after: str | None, limit: int
) -> list[Row]:
    """Show the groups that a member leads, belongs to or has asked to join, and all of a centre; by id."""
    concerned = {"member_id": member_id, "standing": {"$in": [Standing.ASKED.value, Standing.MEMBER.value]}}
    standings = {found["group_id"]: found["standing"] for found in database["memberships"].find(concerned)}
    ways: list[Row] = [{"_id": {"$in": list(standings)}}, {"leader_ids": member_id}]
    if centre_id is not None:
        ways.append({"centre_ids": centre_id})
    where: Row = {"$or": ways} | ({} if after is None else {"_id": {"$gt": after}})
    found = database["groups"].find(where, dict.fromkeys((*_SHOWN, "leader_ids"), 1))
    return [
        {
            **_row(each),
            "standing": standings.get(each["_id"], Standing.NONE.value),
            "leads": member_id in each["leader_ids"] or centre_id in each["centre_ids"],
        }
        for each in found.sort("_id", 1).limit(limit)
    ]


def members(
    database: Database[Row], group_id: str, standing: str, *, after: str | None, limit: int
) -> list[Row]:
    """Show the members of a group at one standing: ids and since when, sorted by id."""
    where: Row = {"group_id": group_id, "standing": standing}
    if after is not None:
        where["member_id"] = {"$gt": after}
    shown = dict.fromkeys(("group_id", "member_id", "standing", "since"), 1) | {"_id": 0}
    return list(database["memberships"].find(where, shown).sort("member_id", 1).limit(limit))


def _row(found: Row) -> Row:
    return {**found, "id": found["_id"]}
