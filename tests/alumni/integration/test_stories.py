"""Stories over HTTP: written, masked, reviewed elsewhere, published with consent, taken back at once."""

from typing import Any

import pytest
from pymongo.database import Database
from werkzeug.test import TestResponse

from alumni.adapters.stores import Stores
from alumni.domain.centre import Centre
from alumni.domain.commands import AppointCoordinator
from alumni.domain.consent import NOTICE
from alumni.handlers.profile import change
from alumni.handlers.staff import appoint_coordinator
from chassis.clock import utc_now
from tests.alumni.client import Person
from tests.alumni.keys import phone

OURS, OTHERS = "a" * 32, "b" * 32
DRAFT = {
    "kind": "story",
    "topics": ["cravings", "family"],
    "language": "en",
    "title": "One day more",
    "text": "I wrote 98765 43210 on a paper and called. Mail me at asha@example.org.",
}


class Cast:
    """An author of one centre, coordinators of theirs and another, and a reader."""

    def __init__(self, person: Person) -> None:
        self.first = person
        self.stores = Stores(person.database)
        for centre_id, city in ((OURS, "Ludhiana"), (OTHERS, "Amritsar")):
            self.stores.centres.add(Centre(id=centre_id, name=f"Sandbox {city}", city=city))
        self.numbers = iter(range(100))
        self.author = self.member(OURS)
        self.reader = self.member(OTHERS)
        self.own_coordinator = self.coordinator(OURS)
        self.reviewer = self.coordinator(OTHERS)

    def member(self, centre_id: str | None = None) -> Person:
        somebody = self._signed_in(f"+9198765100{next(self.numbers):02d}")
        if centre_id:
            change(
                whose(somebody), lambda member: member.confirm_home(centre_id), members=self.stores.members
            )
        return somebody

    def settle(self, person: Person, centre_id: str) -> None:
        change(whose(person), lambda member: member.confirm_home(centre_id), members=self.stores.members)

    def coordinator(self, centre_id: str) -> Person:
        number = f"+9198765200{next(self.numbers):02d}"
        appoint_coordinator(
            AppointCoordinator(contact=phone(number), centre_id=centre_id),
            centres=self.stores.centres,
            members=self.stores.members,
            at=utc_now(),
        )
        return self._signed_in(number)

    def draft(self, **changes: Any) -> str:
        answer = self.author.post("/me/stories", {**DRAFT, **changes})
        assert answer.status_code == 201, answer.json
        return str(answer.json["id"])

    def accepted(self, **changes: Any) -> str:
        story_id = self.draft(**changes)
        assert self.author.post(f"/me/stories/{story_id}/submission", None).status_code == 200
        assert self.reviewer.post(f"/reviews/{story_id}/lease", None).status_code == 200
        assert self.reviewer.post(f"/reviews/{story_id}/acceptance", None).status_code == 204
        return story_id

    def publish(self, story_id: str, audience: str = "network", **terms: Any) -> TestResponse:
        terms = {"audience": audience, "notice": NOTICE, **terms}
        return self.author.post(f"/me/stories/{story_id}/publication", terms)

    def published(self, audience: str = "network", **changes: Any) -> str:
        story_id = self.accepted(**changes)
        answer = self.publish(story_id, audience)
        assert answer.status_code == 200, answer.json
        return story_id

    def _signed_in(self, number: str) -> Person:
        somebody = Person(self.first.app, self.first.database)
        somebody.sign_in(phone=number)
        return somebody


def whose(person: Person) -> str:
    return str(person.get("/me").json["id"])


def told(database: Database[dict[str, Any]], story_id: str) -> list[tuple[str, dict[str, Any]]]:
    story = database["stories"].find_one({"_id": story_id})
    assert story is not None
    return [(each["type"], each["data"]) for each in story["outbox"]]


@pytest.fixture
def cast(person: Person) -> Cast:
    return Cast(person)


def test_story_is_reviewed_elsewhere_published_and_gone_at_once(cast: Cast):
    story_id = cast.draft()
    assert cast.reader.get(f"/stories/{story_id}").status_code == 404
    assert cast.publish(story_id).json["code"] == "not-accepted"
    cast.author.post(f"/me/stories/{story_id}/submission", None)
    assert cast.own_coordinator.get("/reviews").json["items"] == []
    [waiting] = cast.reviewer.get("/reviews").json["items"]
    assert waiting["text"] == "I wrote [number] on a paper and called. Mail me at [address]."
    assert not {"author_id", "handle", "centre_ids"} & set(waiting)

    refused = cast.own_coordinator.post(f"/reviews/{story_id}/lease", None)
    assert refused.json["code"] == "review-unknown"
    assert cast.reviewer.post(f"/reviews/{story_id}/acceptance", None).json["code"] == "review-not-taken"
    assert cast.reviewer.post(f"/reviews/{story_id}/lease", None).status_code == 200
    assert cast.reviewer.post(f"/reviews/{story_id}/acceptance", None).status_code == 204
    assert cast.reader.get(f"/stories/{story_id}").status_code == 404
    assert cast.publish(story_id, "public").json["state"] == "published"

    read = cast.first.get(f"/public/stories/{story_id}")
    assert "[number]" in read.json["text"]
    assert read.headers["Cache-Control"] == "no-store"
    assert [each["id"] for each in cast.reader.get("/stories").json["items"]] == [story_id]
    assert cast.author.delete(f"/me/stories/{story_id}/publication").json["state"] == "revoked"
    for gone in (cast.first.get(f"/public/stories/{story_id}"), cast.reader.get(f"/stories/{story_id}")):
        assert (gone.status_code, gone.json["code"]) == (410, "story-revoked")
    assert cast.reader.get("/stories").json["items"] == []
    assert cast.first.get("/public/stories").json["items"] == []
    author_id = whose(cast.author)
    assert told(cast.first.database, story_id) == [
        ("alumni.story.reviewed.v1", {"story_id": story_id, "author_id": author_id}),
        ("alumni.story.published.v1", {"story_id": story_id, "audience": "public"}),
        ("alumni.story.revoked.v1", {"story_id": story_id}),
    ]
