"""What readers and editors say of stories, on MongoDB."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.domain.story_terms import Topic
from chassis.ids import derived_id

Document = dict[str, Any]


class MongoHelpedMarks:
    """Marks in the collection `story_marks`, a document a story and member; the story has their count."""

    def __init__(self, database: Database[Document]) -> None:
        self._marks = database["story_marks"]
        self._stories = database["stories"]

    def ensure_indexes(self) -> None:
        """Count those of a story, and find those of a member."""
        self._marks.create_index("story_id")
        self._marks.create_index("member_id")

    def add(self, story_id: str, member_id: str, at: datetime) -> None:
        """Insert the mark unless it is there, and count anew."""
        mark_id = derived_id("helped", story_id, member_id)
        with suppress(DuplicateKeyError):
            self._marks.insert_one({"_id": mark_id, "story_id": story_id, "member_id": member_id, "at": at})
        count_helped(self._marks, self._stories, story_id)

    def remove(self, story_id: str, member_id: str) -> None:
        """Delete the mark, and count anew."""
        self._marks.delete_one({"_id": derived_id("helped", story_id, member_id)})
        count_helped(self._marks, self._stories, story_id)


class MongoPicks:
    """Picks in the collection `story_picks`, a document a topic."""

    def __init__(self, database: Database[Document]) -> None:
        self._picks = database["story_picks"]

    def put(self, topic: Topic, story_ids: Sequence[str]) -> None:
        """Replace those of a topic."""
        if story_ids:
            self._picks.replace_one({"_id": topic.value}, {"story_ids": list(story_ids)}, upsert=True)
        else:
            self._picks.delete_one({"_id": topic.value})


def count_helped(marks: Collection[Document], stories: Collection[Document], story_id: str) -> None:
    """Write the number of marks into their story.

    Whoever writes has counted after reading the round that their write ends, so a count that misses a
    mark is never written after one that has it: however many do this at once, the last count is right.
    """
    while True:
        story = stories.find_one({"_id": story_id}, {"helped_round": True})
        if story is None:
            return
        known = story.get("helped_round", 0)
        counted = marks.count_documents({"story_id": story_id})
        turn = {"_id": story_id, "helped_round": known if known else {"$in": [None, 0]}}
        if stories.update_one(turn, {"$set": {"helped": counted, "helped_round": known + 1}}).matched_count:
            return


def erase_marks(marks: Collection[Document], found: Document, person_id: str) -> None:
    """Forget what helped a person, and count anew what is left."""
    story_ids = marks.distinct("story_id", {**found, "member_id": person_id})
    marks.delete_many({**found, "member_id": person_id})
    for story_id in story_ids:
        count_helped(marks, marks.database["stories"], story_id)
