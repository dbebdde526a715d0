"""Who may be matched, read together from mentors, wishes, members, consents and blocks."""

from collections.abc import Collection, Sequence
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.mentors import offering_of
from alumni.adapters.mongo.pairs import wish_of
from alumni.domain.consent import Purpose
from alumni.domain.matching import Candidate, Seeker
from alumni.domain.member import Gender, HomeState
from alumni.domain.mentor import MentorState

Document = dict[str, Any]
MOST_CANDIDATES = 2_000  # with the most room first, where there are more


class MongoField:
    """Reads what matching asks, by a few queries for however many members."""

    def __init__(self, database: Database[Document]) -> None:
        self._database = database

    def seekers(self, member_ids: Collection[str]) -> Sequence[Seeker]:
        """Join wishes with their members, in the order of the ids given."""
        rows = self._database["mentor_wishes"].find({"_id": {"$in": list(member_ids)}})
        wishes = {row["_id"]: wish_of(row) for row in rows}
        people = self._agreeing(list(wishes))
        return [
            Seeker(
                member_id=each,
                gender=_gender(people[each]),
                centre_id=_home(people[each]),
                wish=wishes[each],
            )
            for each in member_ids
            if each in people
        ]

    def candidates(
        self, *, languages: Collection[str], centre_id: str | None = None, only: str | None = None
    ) -> Sequence[Candidate]:
        """Join mentors with their members; a mentor of another home than asked for is left out."""
        query: Document = {
            "state": MentorState.APPROVED.value,
            "paused": False,
            "offering.languages": {"$in": list(languages)},
            "$expr": {"$lt": [{"$size": "$places"}, "$offering.capacity"]},
        }
        if only:
            query["_id"] = only
        rows = self._database["mentors"].aggregate(
            [
                {"$match": query},
                {"$set": {"load": {"$size": "$places"}}},
                {"$sort": {"load": 1, "_id": 1}},
                {"$limit": MOST_CANDIDATES},
                {"$project": {"offering": 1, "load": 1, "walked": 1}},
            ]
        )
        mentors = {row["_id"]: row for row in rows}
        people = self._agreeing(list(mentors))
        found = [_candidate(mentors[each], person) for each, person in people.items()]
        return [each for each in found if centre_id is None or each.centre_id == centre_id]

    def of_centre(self, member_ids: Collection[str], centre_id: str) -> frozenset[str]:
        """Look at where members are at home."""
        at_home = {"home_centre_id": centre_id, "home_state": HomeState.CONFIRMED.value}
        rows = self._database["members"].find({"_id": {"$in": list(member_ids)}, **at_home}, {"_id": True})
        return frozenset(row["_id"] for row in rows)

    def parted(self, member_ids: Collection[str]) -> frozenset[tuple[str, str]]:
        """Look at the blocks of either side, for all at once."""
        ids = {"$in": list(member_ids)}
        rows = self._database["blocks"].find({"$or": [{"by": ids}, {"whom": ids}]})
        either = ((row["by"], row["whom"]) for row in rows)
        both = (pair for one, other in either for pair in ((one, other), (other, one)))
        return frozenset(pair for pair in both if pair[0] in member_ids)

    def parted_from(self, member_id: str) -> frozenset[str]:
        """Look at the blocks of either side."""
        return frozenset(other for _, other in self.parted([member_id]))

    def _agreeing(self, member_ids: list[str]) -> dict[str, Document]:
        """Give the members among these who agree to mentoring, by id."""
        said = self._database["consents"].aggregate(
            [
                {"$match": {"member_id": {"$in": member_ids}, "purpose": Purpose.MENTORING.value}},
                {"$project": {"member_id": 1, "last": {"$last": "$acts"}}},
                {"$match": {"last.given": True}},
            ]
        )
        ids = [row["member_id"] for row in said]
        fields = {"gender": True, "home_centre_id": True, "home_state": True}
        return {row["_id"]: row for row in self._database["members"].find({"_id": {"$in": ids}}, fields)}


def _candidate(mentor: Document, person: Document) -> Candidate:
    return Candidate(
        member_id=mentor["_id"],
        gender=_gender(person),
        centre_id=_home(person),
        offering=offering_of(mentor),
        load=mentor["load"],
        walked=mentor["walked"],
    )


def _gender(person: Document) -> Gender | None:
    return Gender(person["gender"]) if person.get("gender") else None


def _home(person: Document) -> str | None:
    confirmed = person.get("home_state") == HomeState.CONFIRMED.value
    return person["home_centre_id"] if confirmed else None
