"""Stories on MongoDB."""

from collections.abc import Collection as Several
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.adapters.mongo.consents import consent_id
from alumni.domain.consent import Purpose
from alumni.domain.errors import StaleAggregate
from alumni.domain.errors.story import StoryUnknown
from alumni.domain.masking import Mask, MaskKind, Reason
from alumni.domain.member import Role
from alumni.domain.passage import Passage
from alumni.domain.story import Story
from alumni.domain.story_terms import Audience, Kind, Publication, Review, State, Topic
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]
_MOST_AT_ONCE = 100


class MongoStories:
    """Stories in the collection `stories`; each names the consent under which it may be read."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["stories"]

    def ensure_indexes(self) -> None:
        """List those of an author, those that wait for a review, and those with readers."""
        self._collection.create_index([("author_id", 1), ("_id", 1)])
        self._collection.create_index([("state", 1), ("submitted_at", 1), ("_id", 1)])
        self._collection.create_index([("state", 1), ("publication.at", -1), ("_id", 1)])
        self._collection.create_index("review.reviewer_id")
        self._collection.create_index("original_id")
        ensure_outbox_index(self._collection)

    def add(self, story: Story) -> Story:
        """Insert a story, unless it is there already."""
        try:
            insert(self._collection, story, _fields(story))
        except DuplicateKeyError:
            return self.get(story.id)
        return story

    def get(self, story_id: str) -> Story:
        """Load a story."""
        document = self._collection.find_one({"_id": story_id}, {"outbox": False})
        if document is None:
            raise StoryUnknown
        return from_document(document)

    def save(self, story: Story) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, story, _fields(story))

    def remove(self, story: Story) -> None:
        """Delete a story, if nobody changed it since it was loaded."""
        if self._collection.delete_one({"_id": story.id, "version": story.version}).deleted_count == 0:
            raise StaleAggregate(story.id)

    def count_of(self, author_id: str) -> int:
        """Count the stories of an author."""
        return self._collection.count_documents({"author_id": author_id})

    def without_consent(self, at: datetime) -> Iterator[Story]:
        """Look at the consent of everything that has readers."""
        published: Document = {"$match": {"state": State.PUBLISHED.value}}
        ends: list[Document] = [{"$limit": _MOST_AT_ONCE}, {"$unset": "outbox"}]
        stages = [published, *consented(at), *with_original(at, {}, wanted=False), *ends]
        for document in self._collection.aggregate(stages):
            yield from_document(document)
        stages = [published, *consented(at, wanted=False), *ends]
        for document in self._collection.aggregate(stages):
            yield from_document(document)


class MongoReviewers:
    """Coordinators in the collection `members`."""

    def __init__(self, database: Database[Document]) -> None:
        self._members = database["members"]

    def any_outside(self, centre_ids: Several[str]) -> bool:
        """Look for one coordinator of another centre."""
        elsewhere = {"roles": Role.COORDINATOR.value, "centre_id": {"$nin": [None, *centre_ids]}}
        return self._members.find_one(elsewhere, {"_id": True}) is not None


def consented(at: datetime, *, wanted: bool = True) -> list[Document]:
    """Keep the stories whose author's last word at this time is yes, or those where it is not."""
    last = {"$last": {"$ifNull": [{"$first": "$consent.acts"}, []]}}
    stands = {
        "$and": [
            {"$eq": ["$said.given", True]},
            {"$or": [{"$eq": ["$said.expires_at", None]}, {"$gt": ["$said.expires_at", at]}]},
        ]
    }
    return [
        {"$lookup": {"from": "consents", "localField": "consent_id", "foreignField": "_id", "as": "consent"}},
        {"$set": {"said": last}},
        {"$match": {"$expr": stands if wanted else {"$not": [stands]}}},
        {"$unset": ["consent", "said"]},
    ]


def with_original(at: datetime, readable: Document, *, wanted: bool = True) -> list[Document]:
    """Keep what is no translation, or one whose original is readable too; or those where it is not."""
    original = [{"$match": {"state": State.PUBLISHED.value, **readable}}, *consented(at)]
    found: Document = {
        "from": "stories",
        "localField": "original_id",
        "foreignField": "_id",
        "pipeline": [*original, {"$project": {"_id": True}}],
        "as": "original",
    }
    alone = {"$or": [{"original_id": None}, {"original": {"$ne": []}}]}
    left = {"original_id": {"$ne": None}, "original": []}
    return [{"$lookup": found}, {"$match": alone if wanted else left}, {"$unset": "original"}]


def _fields(story: Story) -> Document:
    return {
        "author_id": story.author_id,
        "consent_id": consent_id(story.author_id, Purpose.STORY, story.id),
        "kind": story.kind.value,
        "topics": [each.value for each in story.topics],
        "language": story.language,
        "title": _passage_fields(story.title),
        "text": _passage_fields(story.text),
        "written_at": story.written_at,
        "state": story.state.value,
        "centre_ids": list(story.centre_ids),
        "submitted_at": story.submitted_at,
        "network_at": story.network_at,
        "review": vars(story.review),
        "publication": vars(story.publication) if story.publication else None,
        "original_id": story.original_id,
        "agreed": story.agreed,
    }


def _passage_fields(passage: Passage) -> Document:
    """Keep the masked text beside the other, for lists."""
    masks = [{**vars(each), "kind": each.kind.value, "reason": each.reason.value} for each in passage.masks]
    return {"text": passage.text, "masks": masks, "masked": passage.masked}


def from_document(document: Document) -> Story:
    """Read a story as it is kept."""
    publication = document["publication"]
    return Story(
        **frame(document),
        author_id=document["author_id"],
        kind=Kind(document["kind"]),
        topics=tuple(Topic(each) for each in document["topics"]),
        language=document["language"],
        title=_passage(document["title"]),
        text=_passage(document["text"]),
        written_at=document["written_at"],
        state=State(document["state"]),
        centre_ids=tuple(document["centre_ids"]),
        submitted_at=document["submitted_at"],
        network_at=document["network_at"],
        review=Review(**document["review"]),
        publication=Publication(**{**publication, "audience": Audience(publication["audience"])})
        if publication
        else None,
        original_id=document["original_id"],
        agreed=document["agreed"],
        helped=document.get("helped", 0),
    )


def _passage(document: Document) -> Passage:
    masks = (
        Mask(**{**each, "kind": MaskKind(each["kind"]), "reason": Reason(each["reason"])})
        for each in document["masks"]
    )
    return Passage(text=document["text"], masks=tuple(masks))


# Everything in a story but when it was submitted and reviewed.
OF_AUTHOR = (
    *("version", "sequence", "shard", "outbox", "author_id", "consent_id", "centre_ids", "title", "text"),
    *("kind", "topics", "language", "written_at", "publication", "original_id", "agreed"),
    *("helped", "helped_round"),
)


def erase_author(stories: Collection[Document], found: Document, person_id: str) -> None:
    """Take an author's stories back, and leave of them only that they are gone, for those who ask."""
    for document in stories.find({**found, "author_id": person_id}, {"outbox": False}):
        if document["publication"] is None:
            stories.delete_one({"_id": document["_id"]})
            continue
        story = from_document(document)
        story.erase()
        replace(stories, story, {**_fields(story), "consent_id": ""})
        stories.update_one({"_id": story.id}, {"$pull": {"outbox": {"data.author_id": person_id}}})


def erase_reviewer(stories: Collection[Document], found: Document, person_id: str) -> None:
    """Keep of a reviewer that there was one."""
    theirs = {**found, "review.reviewer_id": person_id}
    stories.update_many(theirs, {"$set": {"review.reviewer_id": None}})
