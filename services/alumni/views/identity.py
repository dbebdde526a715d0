"""Reads for the API and the operator, as dictionaries."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from alumni.domain.member import Member, Role


def profile(member: Member) -> dict[str, Any]:
    """Show a member what is known of it."""
    return {
        "id": member.id,
        "handle": member.handle.spelling,
        "language": member.language,
        "time_zone": member.time_zone,
        "roles": sorted(member.roles),
        "centre_id": member.centre_id,
        "home_centre_id": member.home_centre_id,
        "home_state": member.home_state,
        "gender": member.gender,
        "languages": list(member.languages),
        "contacts": sorted(member.contacts),
        "joined_at": member.joined_at,
    }


def sessions(
    database: Database[dict[str, Any]], member_id: str, *, behind: str, limit: int, at: datetime
) -> list[dict[str, Any]]:
    """List a member's living sessions, without anything that a token consists of."""
    living = {"member_id": member_id, "_id": {"$gt": behind}, "revoked_at": None, "idle_until": {"$gt": at}}
    fields = {"started_at": True, "used_at": True, "client": True}
    rows = database["sessions"].find(living, fields).sort("_id", 1).limit(limit)
    return [{"id": row.pop("_id"), **row} for row in rows]


def centres(database: Database[dict[str, Any]]) -> list[dict[str, Any]]:
    """List the partner centres by name."""
    return list(database["centres"].find().sort([("name", 1), ("_id", 1)]))


def staff(database: Database[dict[str, Any]]) -> list[dict[str, Any]]:
    """List who has a role beyond being a member, by handle and id only."""
    fields = {"handle": True, "roles": True, "centre_id": True}
    roles = [role.value for role in Role if role is not Role.MEMBER]
    return list(database["members"].find({"roles": {"$in": roles}}, fields).sort("handle_key", 1))
