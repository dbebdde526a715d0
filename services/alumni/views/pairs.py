"""Pairs and suggestions, as those see them whom they concern."""

from collections.abc import Sequence
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.pairs import from_document
from alumni.domain.matching import Match
from alumni.domain.pair import Pair, PairState
from alumni.views.mentors import handles

Document = dict[str, Any]


def explained(match: Match) -> Document:
    """Show a score with its reasons."""
    return {"score": match.score, "reasons": [vars(each) for each in match.reasons]}


def suggestions(database: Database[Document], matches: Sequence[Match]) -> list[Document]:
    """Show mentors who fit by handle, with their own words."""
    ids = [each.mentor_id for each in matches]
    names = handles(database, ids)
    rows = database["mentors"].find({"_id": {"$in": ids}}, {"offering.words": True})
    words = {row["_id"]: row["offering"]["words"] for row in rows}
    return [
        {
            "mentor_id": each.mentor_id,
            "handle": names.get(each.mentor_id, ""),
            "words": words.get(each.mentor_id),
            **explained(each),
        }
        for each in matches
    ]


def pairs_of(
    database: Database[Document], member_id: str, state: PairState | None, *, behind: str, limit: int
) -> list[Document]:
    """List a member's pairs on either side, by id."""
    query: Document = {"$or": [{"mentor_id": member_id}, {"mentee_id": member_id}], "_id": {"$gt": behind}}
    if state:
        query["state"] = state.value
    rows = database["pairs"].find(query, {"outbox": False}).sort("_id", 1).limit(limit)
    return shown_to(database, member_id, [from_document(row) for row in rows])


def shown_to(database: Database[Document], member_id: str, pairs: Sequence[Pair]) -> list[Document]:
    """Show pairs to one of the two."""
    others = [each.mentor_id if each.mentee_id == member_id else each.mentee_id for each in pairs]
    names = handles(database, others)
    return [
        _shown(pair, member_id, other, names.get(other, ""))
        for pair, other in zip(pairs, others, strict=True)
    ]


def _shown(pair: Pair, member_id: str, other: str, handle: str) -> Document:
    return {
        "id": pair.id,
        "state": pair.state,
        "i_am": "mentee" if pair.mentee_id == member_id else "mentor",
        "other_id": other or None,
        "handle": handle,
        "answered": member_id in pair.yes,
        "answer_by": pair.answer_by,
        "started_at": pair.started_at,
        "ends_at": pair.ends_at,
        "renewing": bool(pair.renewing),
        "quiet": pair.quiet,
        "goals": list(pair.goals),
        "contact_count": pair.contact_count,
        "last_contact_at": pair.last_contact_at,
        "contacts": [{**vars(each), "mine": each.by == member_id} for each in reversed(pair.contacts)],
    }
