"""Drafts of cohorts on MongoDB; forgotten a month after they were made."""

from datetime import timedelta
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.cohort import Cohort, DraftPair, Unmatched
from alumni.domain.errors.pairs import CohortUnknown
from alumni.domain.matching import Because, Reason

Document = dict[str, Any]
KEPT = timedelta(days=30)


class MongoCohorts:
    """Drafts in the collection `cohorts`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["cohorts"]

    def ensure_indexes(self) -> None:
        """Find those in which somebody appears, and forget."""
        for name in ("pairs.mentee_id", "pairs.mentor_id", "unmatched.member_id", "confirmed", "made_by"):
            self._collection.create_index(name)
        self._collection.create_index("made_at", expireAfterSeconds=int(KEPT.total_seconds()))

    def add(self, cohort: Cohort) -> None:
        """Insert a draft."""
        insert(self._collection, cohort, _fields(cohort))

    def get(self, cohort_id: str) -> Cohort:
        """Load a draft."""
        document = self._collection.find_one({"_id": cohort_id}, {"outbox": False})
        if document is None:
            raise CohortUnknown
        return _from_document(document)

    def save(self, cohort: Cohort) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, cohort, _fields(cohort))


def _fields(cohort: Cohort) -> Document:
    return {
        "centre_id": cohort.centre_id,
        "made_by": cohort.made_by,
        "made_at": cohort.made_at,
        "pairs": [
            {
                "mentee_id": each.mentee_id,
                "mentor_id": each.mentor_id,
                "score": each.score,
                "reasons": [
                    {"code": why.code.value, "values": list(why.values), "points": why.points}
                    for why in each.reasons
                ],
            }
            for each in cohort.pairs
        ],
        "unmatched": [
            {"member_id": member_id, "reason": reason.value} for member_id, reason in cohort.unmatched.items()
        ],
        "confirmed": sorted(cohort.confirmed),
    }


def _from_document(document: Document) -> Cohort:
    return Cohort(
        **frame(document),
        centre_id=document["centre_id"],
        made_by=document["made_by"],
        made_at=document["made_at"],
        pairs=[
            DraftPair(
                mentee_id=each["mentee_id"],
                mentor_id=each["mentor_id"],
                score=each["score"],
                reasons=tuple(
                    Reason(code=Because(why["code"]), values=tuple(why["values"]), points=why["points"])
                    for why in each["reasons"]
                ),
            )
            for each in document["pairs"]
        ],
        unmatched={each["member_id"]: Unmatched(each["reason"]) for each in document["unmatched"]},
        confirmed=frozenset(document["confirmed"]),
    )
