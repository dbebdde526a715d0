"""A story is written, masked, reviewed by another centre, read by anybody, and taken back."""

from __future__ import annotations

from hamrah.demo.client import Person, Refused
from hamrah.demo.stage import Stage, expect

ROOT = "/api/alumni"
TEXT = (
    "My brother Gurpreet drove me from Moga on the worst day. He said: call me on 98140 12345, at any hour. "
    "I did not call. I came back alone, and stayed."
)
HIDDEN = ("Gurpreet", "Moga", "98140")


def tell_story(stage: Stage, author: Person, reviewer: Person) -> str:
    """Publish a story; return its id."""
    with stage.tell.step("A member writes a story; names, places and numbers are masked, and why is told"):
        written = author.call("POST", f"{ROOT}/me/stories", json=a_story())
        stage.tell.note(written["text_masked"])
        expect(not any(each in written["text_masked"] for each in HIDDEN), "The masked story names somebody")
        for mask in written["masks"]:
            stage.tell.note(f"{mask['shown']}: {mask['reason']}")
        own, review = f"{ROOT}/me/stories/{written['id']}", f"{ROOT}/reviews/{written['id']}"
        author.call("POST", f"{own}/submission")
    with stage.tell.step("A coordinator of another centre reviews it, without learning who wrote it"):
        taken = reviewer.call("POST", f"{review}/lease")
        expect(author.handle not in str(taken) and author.member_id not in str(taken), "The author is named")
        reviewer.call("POST", f"{review}/acceptance")
    with stage.tell.step("The author consents to this publication, and anybody reads it"):
        notice = stage.gateway.call("GET", f"{ROOT}/notices/current")["version"]
        author.call("POST", f"{own}/publication", json={"audience": "public", "notice": notice})
        read = stage.gateway.call("GET", f"{ROOT}/public/stories/{written['id']}")
        expect(author.handle not in str(read), "A public story names its author")
        stage.tell.note(f"{read['title']}: {len(read['text'])} characters, no name")
    return str(written["id"])


def take_story_back(stage: Stage, author: Person, story_id: str) -> None:
    """Withdraw the consent; readers find that the story is gone."""
    with stage.tell.step("The author takes it back: readers hear at once that it is gone"):
        author.call("DELETE", f"{ROOT}/me/stories/{story_id}/publication")
        try:
            stage.gateway.call("GET", f"{ROOT}/public/stories/{story_id}")
        except Refused as refused:
            expect(refused.status == 410, f"A story that was taken back answers {refused.status}")
            stage.tell.note("410 Gone")
        else:
            expect(False, "A story that was taken back is still read")


def a_story() -> dict[str, object]:
    """Write about the first day."""
    return {
        "kind": "story",
        "topics": ["family", "hope"],
        "language": "en",
        "title": "The road",
        "text": TEXT,
    }
