"""Requests to talk, for who asked and for who answers."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.reach import from_document
from alumni.domain.access import Caller
from alumni.domain.reach import Reach

Document = dict[str, Any]


def own(reach: Reach) -> Document:
    """Show a member their request, without who answers it."""
    return {
        "id": reach.id,
        "state": reach.state,
        "urgency": reach.urgency,
        "note": reach.note,
        "with_network": reach.centre_id is None or reach.escalated,
        "asked_at": reach.asked_at,
        "due_at": reach.due_at,
        "outcome": reach.outcome,
        "answer": reach.answer,
        "ended_at": reach.ended_at,
    }


def of_member(
    database: Database[Document], member_id: str, *, behind: tuple[datetime, str] | None, limit: int
) -> list[Document]:
    """List what a member asked, the latest first."""
    query: Document = {"member_id": member_id}
    if behind:
        asked_at, last_id = behind
        query["$or"] = [{"asked_at": {"$lt": asked_at}}, {"asked_at": asked_at, "_id": {"$gt": last_id}}]
    order = [("asked_at", -1), ("_id", 1)]
    rows = database["reaches"].find(query, {"outbox": False}).sort(order).limit(limit)
    return [own(from_document(row)) for row in rows]


def waiting_for(
    database: Database[Document], caller: Caller, *, behind: tuple[datetime, str] | None, limit: int
) -> list[Document]:
    """List what waits for the caller's answer, by when it is due."""
    query: Document = {"waits": True, "$or": _answerable_by(caller)}
    if behind:
        due_at, last_id = behind
        later = [{"due_at": {"$gt": due_at}}, {"due_at": due_at, "_id": {"$gt": last_id}}]
        query["$and"] = [{"$or": later}]
    order = [("due_at", 1), ("_id", 1)]
    rows = list(database["reaches"].find(query, {"outbox": False}).sort(order).limit(limit))
    whose = {"_id": {"$in": [row["member_id"] for row in rows]}}
    handles = {row["_id"]: row["handle"] for row in database["members"].find(whose, {"handle": True})}
    return [_to_answer(from_document(row), handles.get(row["member_id"], ""), caller) for row in rows]


def _answerable_by(caller: Caller) -> list[Document]:
    """Say in a query what `Reach.answerable_by` says."""
    theirs: list[Document] = []
    if caller.coordinates(caller.centre_id):
        theirs.append({"centre_id": caller.centre_id})
    if caller.administers:
        theirs += [{"centre_id": None}, {"escalated": True}]
    return theirs or [{"_id": None}]


def _to_answer(reach: Reach, handle: str, caller: Caller) -> Document:
    return {
        "id": reach.id,
        "member_id": reach.member_id,
        "handle": handle,
        "centre_id": reach.centre_id,
        "state": reach.state,
        "urgency": reach.urgency,
        "note": reach.note,
        "asked_at": reach.asked_at,
        "due_at": reach.due_at,
        "escalated": reach.escalated,
        "taken_by_me": reach.taken_by == caller.member_id,
    }
