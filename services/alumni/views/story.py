"""Stories for their authors, reviewers and readers."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pymongo.database import Database

from alumni.adapters.masking import crisis_words
from alumni.adapters.mongo.story import consented, from_document, with_original
from alumni.domain.access import Caller
from alumni.domain.contact import Language
from alumni.domain.help import support
from alumni.domain.masking import MARKS, Mask
from alumni.domain.passage import Passage
from alumni.domain.story import Story
from alumni.domain.story_terms import Audience, State

Document = dict[str, Any]
_MOST_LANGUAGES = 20
_UNFINISHED = [State.DRAFT.value, State.SENT_BACK.value]


def own_stories(database: Database[Document], author_id: str, *, behind: str, limit: int) -> list[Document]:
    """List what a member has written, without the texts."""
    rows = database["stories"].find({"author_id": author_id, "_id": {"$gt": behind}}, {"outbox": False})
    return [_outline(from_document(row)) for row in rows.sort("_id", 1).limit(limit)]


def own_story(story: Story) -> Document:
    """Show an author their story, and what others do not see of it; help first, where it sounds so."""
    needs_help = crisis_words().sound_in(story.title.text, story.text.text)
    return {
        **_outline(story),
        "title": story.title.text,
        "text": story.text.text,
        "title_masked": story.title.masked,
        "text_masked": story.text.masked,
        "masks": [*_masks("title", story.title), *_masks("text", story.text)],
        "note": story.review.note,
        "original_id": story.original_id,
        "agreed": story.agreed,
        "help": support(Language(story.language)) if needs_help else None,
    }


def reviews(
    database: Database[Document],
    caller: Caller,
    *,
    behind: tuple[datetime, str] | None,
    limit: int,
    at: datetime,
) -> list[Document]:
    """List what the caller may review and nobody else has taken, the oldest first."""
    query: Document = {"state": State.SUBMITTED.value, "author_id": {"$ne": caller.member_id}}
    if caller.centre_id and caller.coordinates(caller.centre_id):
        query["centre_ids"] = {"$ne": caller.centre_id}
    else:
        query["network_at"] = {"$lte": at}
    free = {"$or": [{"review.until": None}, {"review.until": {"$lte": at}}]}
    query["$and"] = [{"$or": [{"review.reviewer_id": caller.member_id}, *free["$or"]]}]
    if behind:
        since, last_id = behind
        later = [{"submitted_at": {"$gt": since}}, {"submitted_at": since, "_id": {"$gt": last_id}}]
        query["$and"].append({"$or": later})
    rows = database["stories"].find(query, {"outbox": False})
    return [review(from_document(row)) for row in rows.sort([("submitted_at", 1), ("_id", 1)]).limit(limit)]


def review(story: Story) -> Document:
    """Show a reviewer a story, and nothing of who wrote it."""
    contested = [
        {"part": part, "place": place, "kind": mask.kind, "lifted": mask.lifted}
        for part, passage in (("title", story.title), ("text", story.text))
        for place, mask in enumerate(passage.masks)
        if mask.contested
    ]
    return {
        **_about(story),
        "title": story.title.masked,
        "text": story.text.masked,
        "contested": contested,
        "submitted_at": story.submitted_at,
        "taken_until": story.review.until,
    }


def stories(
    database: Database[Document],
    centre_ids: Collection[str] | None,
    wish: Document,
    *,
    behind: tuple[datetime, str] | None,
    limit: int,
    at: datetime,
) -> list[Document]:
    """List what a reader of these centres, or anybody, may read; the latest first, without the texts."""
    readable = _audience(centre_ids)
    query: Document = {"state": State.PUBLISHED.value, **_fitting(wish), **readable}
    if behind:
        since, last_id = behind
        later = {"publication.at": since, "_id": {"$gt": last_id}}
        query["$and"] = [{"$or": [{"publication.at": {"$lt": since}}, later]}]
    stages: list[Document] = [
        {"$match": query},
        {"$sort": {"publication.at": -1, "_id": 1}},
        {"$unset": "outbox"},
        *consented(at),
        *with_original(at, readable),
        {"$limit": limit},
    ]
    return [_listed(from_document(row)) for row in database["stories"].aggregate(stages)]


def picks(
    database: Database[Document], centre_ids: Collection[str] | None, wish: Document, *, at: datetime
) -> list[Document]:
    """List what the network recommends about the topic that is wished for, in its order."""
    picked = database["story_picks"].find_one({"_id": wish.get("topic")})
    order: list[str] = picked["story_ids"] if picked else []
    if not order:
        return []
    among = {**wish, "among": order}
    rows = stories(database, centre_ids, among, behind=None, limit=len(order), at=at)
    return sorted(rows, key=lambda row: order.index(row["id"]))


def story(
    database: Database[Document], found: Story, centre_ids: Collection[str] | None, *, at: datetime
) -> Document:
    """Show a reader a story, and in which languages they may read it."""
    root = found.original_id or found.id
    kin = stories(database, centre_ids, {"kin": root}, behind=None, limit=_MOST_LANGUAGES, at=at)
    languages = [{"language": each["language"], "story_id": each["id"]} for each in kin]
    return {**_listed(found), "text": found.text.masked, "languages": languages}


def translations(database: Database[Document], story_id: str) -> list[Document]:
    """List the translations of a story for its author, as readers would get them."""
    rows = database["stories"].find({"original_id": story_id, "state": {"$nin": _UNFINISHED}})
    found = [from_document(row) for row in rows.sort("_id", 1).limit(_MOST_LANGUAGES)]
    return [
        {**_about(each), "title": each.title.masked, "text": each.text.masked, "agreed": each.agreed}
        for each in found
    ]


def _listed(found: Story) -> Document:
    return {
        **_about(found),
        "title": found.title.masked,
        "published_at": found.publication.at if found.publication else None,
        "helped": found.helped,
    }


def _about(found: Story) -> Document:
    return {
        "id": found.id,
        "kind": found.kind,
        "topics": list(found.topics),
        "language": found.language,
    }


def _outline(found: Story) -> Document:
    publication = found.publication
    return {
        **_about(found),
        "title": found.title.text,
        "state": found.state,
        "written_at": found.written_at,
        "audience": publication.audience if publication else None,
        "published_at": publication.at if publication else None,
    }


def _fitting(wish: Document) -> Document:
    names = {"topic": "topics", "language": "language", "kind": "kind"}
    fitting: Document = {names[name]: value for name, value in wish.items() if name in names}
    if "among" in wish:
        fitting["_id"] = {"$in": wish["among"]}
    if "kin" in wish:
        fitting["$and"] = [{"$or": [{"_id": wish["kin"]}, {"original_id": wish["kin"]}]}]
    return fitting


def _audience(centre_ids: Collection[str] | None) -> Document:
    if centre_ids is None:
        return {"publication.audience": Audience.PUBLIC.value}
    everybody = {"publication.audience": {"$in": [Audience.PUBLIC.value, Audience.NETWORK.value]}}
    theirs = {"publication.centre_id": {"$in": list(centre_ids)}}
    return {"$or": [everybody, theirs]}


def _masks(part: str, passage: Passage) -> list[Document]:
    return [_mask(part, place, mask) for place, mask in enumerate(passage.masks)]


def _mask(part: str, place: int, mask: Mask) -> Document:
    return {"part": part, "place": place, **vars(mask), "shown": MARKS[mask.kind]}
