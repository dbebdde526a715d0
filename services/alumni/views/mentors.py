"""Mentors and blocks, for lists."""

from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.mentors import from_document
from alumni.domain.mentor import Mentor, MentorState

Document = dict[str, Any]


def shown(mentor: Mentor) -> Document:
    """Show a mentor what is known of them."""
    offering = mentor.offering
    return {
        "member_id": mentor.id,
        "state": mentor.state,
        "paused": mentor.paused,
        "centre_id": mentor.centre_id,
        "training": {"course": mentor.training.course, "finished_on": mentor.training.finished_on},
        "languages": sorted(offering.languages),
        "topics": sorted(offering.topics),
        "hours": sorted(offering.hours),
        "capacity": offering.capacity,
        "words": offering.words,
        "mentee_gender": offering.mentee_gender,
        "walks_with": len(mentor.places),
        "applied_at": mentor.applied_at,
    }


def mentors_of(
    database: Database[Document], centre_id: str, state: MentorState, *, behind: str, limit: int
) -> list[Document]:
    """List a centre's mentors in one state, by id."""
    query = {"centre_id": centre_id, "state": state.value, "_id": {"$gt": behind}}
    rows = database["mentors"].find(query, {"outbox": False}).sort("_id", 1).limit(limit)
    found = [shown(from_document(row)) for row in rows]
    names = handles(database, [each["member_id"] for each in found])
    return [{**each, "handle": names.get(each["member_id"], "")} for each in found]


def blocks_of(database: Database[Document], member_id: str, *, behind: str, limit: int) -> list[Document]:
    """List whom a member has blocked; who is gone has no handle any more."""
    query = {"by": member_id, "_id": {"$gt": behind}}
    rows = list(database["blocks"].find(query).sort("_id", 1).limit(limit))
    names = handles(database, [row["whom"] for row in rows])
    return [
        {"id": row["_id"], "member_id": row["whom"], "handle": names.get(row["whom"], ""), "at": row["at"]}
        for row in rows
    ]


def handles(database: Database[Document], member_ids: list[str]) -> dict[str, str]:
    """Find the handles of members."""
    rows = database["members"].find({"_id": {"$in": member_ids}}, {"handle": True})
    return {row["_id"]: row["handle"] for row in rows}
