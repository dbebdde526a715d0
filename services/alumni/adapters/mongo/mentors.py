"""Mentors on MongoDB: a place is taken and freed in one update in which the server decides."""

from datetime import date
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.contact import Language
from alumni.domain.errors.mentoring import MentorFull, MentorSettled, MentorUnknown
from alumni.domain.member import Gender
from alumni.domain.mentor import Hours, Mentor, MentorState, Offering, Topic, Training

Document = dict[str, Any]


class MongoMentors:
    """Mentors in the collection `mentors`, under their members' ids."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["mentors"]

    def ensure_indexes(self) -> None:
        """List those of a centre, and find those who take somebody on by language."""
        self._collection.create_index([("centre_id", 1), ("state", 1), ("_id", 1)])
        self._collection.create_index([("state", 1), ("paused", 1), ("offering.languages", 1)])
        self._collection.create_index("decided_by", sparse=True)

    def add(self, mentor: Mentor) -> None:
        """Insert an application, with no place taken."""
        try:
            insert(self._collection, mentor, {**_fields(mentor), "places": [], "walked": 0})
        except DuplicateKeyError:
            raise MentorSettled from None

    def get(self, member_id: str) -> Mentor:
        """Load a mentor."""
        document = self._collection.find_one({"_id": member_id}, {"outbox": False})
        if document is None:
            raise MentorUnknown
        return from_document(document)

    def save(self, mentor: Mentor) -> None:
        """Write everything but the places, if nobody did since it was loaded."""
        replace(self._collection, mentor, _fields(mentor))

    def is_mentor(self, member_id: str) -> bool:
        """Look for the approval."""
        approved = {"_id": member_id, "state": MentorState.APPROVED.value}
        return self._collection.count_documents(approved, limit=1) > 0

    def take_place(self, member_id: str, pair_id: str) -> None:
        """Add the pair where there is room for it, or where it is in already."""
        room = {"$lt": [{"$size": "$places"}, "$offering.capacity"]}
        takes = {"state": MentorState.APPROVED.value, "paused": False, "$expr": room}
        result = self._collection.update_one(
            {"_id": member_id, "$or": [{"places": pair_id}, takes]}, {"$addToSet": {"places": pair_id}}
        )
        if result.matched_count == 0:
            raise MentorFull

    def free_place(self, member_id: str, pair_id: str, *, walked: bool) -> None:
        """Take the pair out; whoever comes second finds nothing to do."""
        self._collection.update_one(
            {"_id": member_id, "places": pair_id},
            {"$pull": {"places": pair_id}, "$inc": {"walked": int(walked)}},
        )


def _fields(mentor: Mentor) -> Document:
    offering = mentor.offering
    return {
        "centre_id": mentor.centre_id,
        "training": {
            "course": mentor.training.course,
            "finished_on": mentor.training.finished_on.isoformat(),
        },
        "offering": {
            "languages": sorted(offering.languages),
            "topics": sorted(offering.topics),
            "hours": sorted(offering.hours),
            "capacity": offering.capacity,
            "words": offering.words,
            "mentee_gender": offering.mentee_gender and offering.mentee_gender.value,
        },
        "applied_at": mentor.applied_at,
        "state": mentor.state.value,
        "paused": mentor.paused,
        "decided_by": mentor.decided_by,
        "decided_at": mentor.decided_at,
    }


def from_document(document: Document) -> Mentor:
    """Read a mentor as it was stored."""
    training = document["training"]
    return Mentor(
        **frame(document),
        centre_id=document["centre_id"],
        training=Training(course=training["course"], finished_on=date.fromisoformat(training["finished_on"])),
        offering=offering_of(document),
        applied_at=document["applied_at"],
        state=MentorState(document["state"]),
        paused=document["paused"],
        decided_by=document["decided_by"],
        decided_at=document["decided_at"],
        places=frozenset(document["places"]),
        walked=document["walked"],
    )


def offering_of(document: Document) -> Offering:
    """Read what a mentor's document offers."""
    kept = document["offering"]
    return Offering(
        languages=frozenset(map(Language, kept["languages"])),
        topics=frozenset(map(Topic, kept["topics"])),
        hours=frozenset(map(Hours, kept["hours"])),
        capacity=kept["capacity"],
        words=kept["words"],
        mentee_gender=Gender(kept["mentee_gender"]) if kept["mentee_gender"] else None,
    )
