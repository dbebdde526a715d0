"""Stories over HTTP: written, masked, reviewed elsewhere, published with consent, taken back at once."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from alumni.adapters.holdings import HOLDINGS
from alumni.handlers.profile import change
from alumni.handlers.story import revoke_without_consent
from chassis.clock import utc_now
from tests.alumni.client import Person
from tests.alumni.parallel import at_once
from tests.alumni.story_cast import DRAFT, OURS, Cast, told, whose


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


def test_draft_is_changed_masked_more_contested_sent_back_and_forgotten(cast: Cast):
    story_id = cast.draft(title="Hope", text="Hope came with Gurpreet.")
    mine = f"/me/stories/{story_id}"
    stranger = cast.reader.get(mine)
    assert (stranger.status_code, stranger.json["code"]) == (404, "story-unknown")
    more = {"part": "text", "start": 0, "stop": 4, "kind": "name"}
    assert cast.author.post(f"{mine}/masks", more).json["text_masked"] == "[name] came with [name]."
    contested = cast.author.post(f"{mine}/masks/contested", {"part": "text", "place": 1}).json
    assert contested["text_masked"] == "[name] came with [name]."
    assert [each["contested"] for each in contested["masks"]] == [False, True]
    cast.author.post(f"{mine}/submission", None)
    assert cast.author.patch(mine, {"title": "Other"}).json["code"] == "story-settled"

    cast.reviewer.post(f"/reviews/{story_id}/lease", None)
    lifting = {"part": "text", "place": 1, "lifted": True}
    lifted = cast.reviewer.post(f"/reviews/{story_id}/masks", lifting).json
    assert lifted["text"] == "[name] came with Gurpreet."
    back = {"part": "text", "place": 1, "lifted": False}
    assert "Gurpreet" not in cast.reviewer.post(f"/reviews/{story_id}/masks", back).json["text"]
    unasked = {"part": "text", "place": 0, "lifted": True}
    assert cast.reviewer.post(f"/reviews/{story_id}/masks", unasked).json["code"] == "mask-unknown"
    assert cast.reviewer.post(f"/reviews/{story_id}/return", {"note": "Say more."}).status_code == 204

    sent_back = cast.author.get(mine).json
    assert (sent_back["state"], sent_back["note"]) == ("sent-back", "Say more.")
    assert cast.author.patch(mine, {"text": "More."}).json["text_masked"] == "More."
    assert cast.author.delete(mine).status_code == 204
    assert cast.author.get(mine).status_code == 404
    acts = [each["act"] for each in cast.first.database["audit"].find({"about": story_id}).sort("_id")]
    assert acts == ["take-review", "send-story-back"]


def test_help_comes_first_where_words_sound_in_need_and_the_story_is_kept(cast: Cast):
    calm = cast.author.post("/me/stories", DRAFT).json
    dark = cast.author.post("/me/stories", {**DRAFT, "text": "Then I wanted, to DIE."}).json

    assert calm["help"] is None
    assert "14416" in {line["number"] for line in dark["help"]["lines"]}
    assert dark["state"] == "draft"


def test_repeated_beginning_makes_one_story(cast: Cast):
    answers = [cast.author.post("/me/stories", DRAFT, headers={"Idempotency-Key": "once"}) for _ in range(2)]

    assert len({each.json["id"] for each in answers}) == 1
    assert len(cast.author.get("/me/stories").json["items"]) == 1


def test_taken_review_is_nobody_elses_and_network_comes_late_or_where_there_is_no_other(cast: Cast):
    other = cast.coordinator("d" * 32, add=True)
    administrator = cast.administrator()
    story_id = cast.draft()
    cast.author.post(f"/me/stories/{story_id}/submission", None)

    assert administrator.get("/reviews").json["items"] == []
    cast.reviewer.post(f"/reviews/{story_id}/lease", None)
    assert other.get("/reviews").json["items"] == []
    assert other.post(f"/reviews/{story_id}/lease", None).json["code"] == "review-taken"
    late = {"$set": {"network_at": utc_now(), "review.until": utc_now()}}
    cast.first.database["stories"].update_one({"_id": story_id}, late)
    assert administrator.post(f"/reviews/{story_id}/lease", None).status_code == 200
    assert administrator.post(f"/reviews/{story_id}/acceptance", None).status_code == 204


def test_story_for_the_centre_is_read_there_only(cast: Cast):
    fellow = cast.member(OURS)
    story_id = cast.published("centre")

    assert fellow.get(f"/stories/{story_id}").status_code == 200
    assert [each["id"] for each in fellow.get("/stories?topic=family").json["items"]] == [story_id]
    assert fellow.get("/stories?topic=money").json["items"] == []
    cast.author.delete(f"/me/stories/{story_id}/publication")
    assert fellow.get(f"/stories/{story_id}").status_code == 410
    for reader in (cast.reader, cast.member()):
        assert reader.get(f"/stories/{story_id}").status_code == 404
    assert cast.first.get(f"/public/stories/{story_id}").status_code == 404


def test_consent_that_ends_elsewhere_ends_the_reading_at_once_and_the_round_tells(cast: Cast):
    withdrawn, expired = cast.published(), cast.published()
    now = utc_now()
    cast.stores.consents.withdraw(whose(cast.author), "story", now, recipient=withdrawn)
    until = (now + timedelta(seconds=-1)).isoformat()
    assert cast.publish(expired, expires_at=until).status_code == 200

    assert cast.reader.get(f"/stories/{withdrawn}").status_code == 410
    assert cast.reader.get(f"/stories/{expired}").status_code == 410
    assert cast.reader.get("/stories").json["items"] == []
    assert revoke_without_consent(stories=cast.stores.stories, at=now) == 2
    assert revoke_without_consent(stories=cast.stores.stories, at=now) == 0
    assert told(cast.first.database, withdrawn)[-1][0] == "alumni.story.revoked.v1"
    assert cast.publish(withdrawn).json["state"] == "published"
    assert cast.reader.get(f"/stories/{withdrawn}").status_code == 200


def test_outdated_notice_and_audience_without_home_publish_nothing(cast: Cast):
    story_id = cast.accepted()

    assert cast.publish(story_id, notice="2020-01").json["code"] == "notice-outdated"
    change(whose(cast.author), lambda member: member.leave_home(), members=cast.stores.members)
    assert cast.publish(story_id, "centre").json["code"] == "no-home-centre"
    assert cast.reader.get(f"/stories/{story_id}").status_code == 404


def test_helped_counts_each_person_once_however_many_at_once(cast: Cast):
    story_id = cast.published()
    reader_ids = [f"{number:032x}" for number in range(12)]

    at_once(24, lambda number: cast.stores.helped.add(story_id, reader_ids[number % 12], utc_now()))
    assert cast.reader.get(f"/stories/{story_id}").json["helped"] == 12
    assert cast.reader.call("PUT", f"/stories/{story_id}/helped").status_code == 204
    at_once(6, lambda number: cast.stores.helped.remove(story_id, reader_ids[number]))

    assert cast.reader.get("/stories").json["items"][0]["helped"] == 7
    assert cast.author.call("PUT", f"/stories/{story_id}/helped").json["code"] == "own-story"
    assert cast.reader.delete(f"/stories/{story_id}/helped").status_code == 204
    assert cast.reader.get(f"/stories/{story_id}").json["helped"] == 6


def test_picks_come_first_in_their_order_while_they_can_be_read(cast: Cast):
    administrator = cast.administrator()
    first, second, third = (cast.published("public") for _ in range(3))
    chosen = {"story_ids": [second, first]}

    assert administrator.call("PUT", "/stories/picks/family", json=chosen).status_code == 204
    assert administrator.call("PUT", "/stories/picks/money", json=chosen).json["code"] == "pick-unfit"
    page = cast.first.get("/public/stories?topic=family&page_size=2").json
    assert [each["id"] for each in page["picks"]] == [second, first]
    assert [each["id"] for each in page["items"]] == [third, second]
    rest = cast.reader.get(f"/stories?topic=family&page_size=2&cursor={page['next_cursor']}").json
    assert ([each["id"] for each in rest["items"]], rest["picks"]) == ([first], [])
    cast.author.delete(f"/me/stories/{second}/publication")
    assert [each["id"] for each in cast.reader.get("/stories?topic=family").json["picks"]] == [first]
    assert administrator.delete("/stories/picks/family").status_code == 204
    assert cast.reader.get("/stories?topic=family").json["picks"] == []


def test_translation_needs_the_authors_yes_and_goes_with_its_original(cast: Cast):
    original = cast.published("public")
    author, translator = cast.author, cast.member(OURS)
    cast.author = translator
    translation = cast.accepted(language="pa", title="ਇੱਕ ਦਿਨ ਹੋਰ", original_id=original)
    assert cast.publish(translation, "public").json["code"] == "not-agreed"
    [shown] = author.get(f"/me/stories/{original}/translations").json["items"]
    assert (shown["id"], shown["agreed"]) == (translation, False)
    assert translator.call("PUT", f"/me/stories/{original}/translations/{translation}").status_code == 404
    assert author.call("PUT", f"/me/stories/{original}/translations/{translation}").status_code == 204
    assert cast.publish(translation, "public").status_code == 200

    found = cast.first.get(f"/public/stories/{original}").json["languages"]
    assert {each["language"]: each["story_id"] for each in found} == {"en": original, "pa": translation}
    assert author.delete(f"/me/stories/{original}/publication").status_code == 200
    assert cast.first.get(f"/public/stories/{translation}").status_code == 410
    assert cast.first.get("/public/stories").json["items"] == []
    assert revoke_without_consent(stories=cast.stores.stories, at=utc_now()) == 1


def test_erased_author_leaves_nothing_but_that_it_is_gone(cast: Cast):
    story_id, draft_id = cast.published("public", text="My own words."), cast.draft()
    cast.reader.call("PUT", f"/stories/{story_id}/helped")
    author_id, reader_id = whose(cast.author), whose(cast.reader)

    erase(cast, reader_id)
    assert cast.first.get(f"/public/stories/{story_id}").json["helped"] == 0
    erase(cast, author_id)

    assert cast.first.get(f"/public/stories/{story_id}").status_code == 410
    left = list(cast.first.database["stories"].find({}))
    assert [each["_id"] for each in left] == [story_id]
    assert draft_id not in str(left)
    assert author_id not in str(left)
    assert "own words" not in str(left)


def erase(cast: Cast, person_id: str) -> None:
    """Do what an erasure does in the collections of stories."""
    for holding in HOLDINGS:
        if holding.collection in ("stories", "story_marks"):
            found: dict[str, Any] = {"$or": [{name: person_id} for name in holding.by]}
            holding.erasing(cast.first.database[holding.collection], found, person_id)


def test_words_of_a_story_are_in_no_log_and_no_fact(cast: Cast, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)  # At DEBUG, the driver logs its commands.
    story_id = cast.published("public", title="Zugunruhe", text="Zugunruhe and Quizzical nights.")
    cast.author.patch(f"/me/stories/{story_id}", {"title": "Zugunruhe again"})
    cast.author.post("/me/stories", {**DRAFT, "title": "Zugunruhe\u202e"})

    assert "Zugunruhe" not in caplog.text
    assert "Zugunruhe" not in str(told(cast.first.database, story_id))
    assert "Zugunruhe" not in str(list(cast.first.database["audit"].find({})))
