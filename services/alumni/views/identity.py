"""Reads for the API and the operator, as dictionaries."""

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
        "contacts": sorted(member.contacts),
        "joined_at": member.joined_at,
    }


def centres(database: Database[dict[str, Any]]) -> list[dict[str, Any]]:
    """List the partner centres by name."""
    return list(database["centres"].find().sort([("name", 1), ("_id", 1)]))


def staff(database: Database[dict[str, Any]]) -> list[dict[str, Any]]:
    """List who has a role beyond being a member, by handle and id only."""
    fields = {"handle": True, "roles": True, "centre_id": True}
    roles = [role.value for role in Role if role is not Role.MEMBER]
    return list(database["members"].find({"roles": {"$in": roles}}, fields).sort("handle_key", 1))
