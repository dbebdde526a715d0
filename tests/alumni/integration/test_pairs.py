"""Mentees and mentors at the HTTP API on the real MongoDB: found, asked, walking, and let go."""

from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from alumni.domain.errors.mentoring import MentorFull
from alumni.domain.member import Gender
from alumni.domain.pair import PairState
from alumni.handlers.pairs import Walks, accept_pair, follow_no_to_mentoring, mind_pairs
from chassis.clock import utc_now
from tests.alumni.client import Person
from tests.alumni.mentoring import OTHER_CENTRE, Town
from tests.alumni.parallel import at_once

WISH = {"languages": ["pa"], "topics": ["work", "family"], "hours": ["weekday-evenings"]}
CONTACT = {"how": "call", "minutes": 20, "went": "hard"}


@pytest.fixture
def town(database: Database[dict[str, Any]]) -> Town:
    return Town(database)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def walks(town: Town) -> Walks:
    return town.stores.walks


def mentee(town: Town, gender: Gender | None = None, **wish: Any) -> Person:
    person = town.person(gender=gender)
    answer = person.put("/me/mentor-wish", {**WISH, **wish})
    assert answer.status_code == 200, answer.json
    return person


def suggested(person: Person) -> list[str]:
    return [each["mentor_id"] for each in person.get("/me/mentor-suggestions").json["items"]]


def ask(person: Person, mentor: Person) -> str:
    answer = person.post("/pairs", {"mentor_id": mentor.member_id})
    assert answer.status_code == 201, answer.json
    found: str = answer.json["id"]
    return found


def together(town: Town) -> tuple[Person, Person, str]:
    """A mentor and a mentee who walk together."""
    mentor, person = town.mentor(town.coordinator()), mentee(town)
    pair_id = ask(person, mentor)
    answer = mentor.post(f"/pairs/{pair_id}/acceptance", None)
    assert (answer.status_code, answer.json["state"]) == (200, "active")
    return mentor, person, pair_id


def told(town: Town, pair_id: str) -> list[tuple[str, dict[str, Any]]]:
    stored = town.database["pairs"].find_one({"_id": pair_id})
    assert stored is not None
    return [(each["type"].removeprefix("alumni.pair."), each["data"]) for each in stored["outbox"]]


def test_suggestions_pass_hard_filters_and_tell_their_reasons(town: Town):
    coordinator, elsewhere = town.coordinator(), town.coordinator(OTHER_CENTRE)
    woman = town.mentor(coordinator, gender=Gender.WOMAN)
    far = town.mentor(elsewhere, centre_id=OTHER_CENTRE, gender=Gender.WOMAN)
    man = town.mentor(coordinator, gender=Gender.MAN)
    hindi = town.mentor(coordinator, gender=Gender.WOMAN, languages=["hi"])
    for_men = town.mentor(coordinator, gender=Gender.WOMAN, mentee_gender="man")
    paused, blocked = (town.mentor(coordinator, gender=Gender.WOMAN) for _ in range(2))
    paused.put("/me/mentor/pause", {"paused": True})
    person = mentee(town, Gender.WOMAN, mentor_gender="woman")
    blocked.put(f"/me/blocks/{person.member_id}")

    found = person.get("/me/mentor-suggestions").json["items"]

    assert [each["mentor_id"] for each in found] == [woman.member_id, far.member_id]
    reasons = {each["code"]: (each["values"], each["points"]) for each in found[0]["reasons"]}
    assert reasons["shared-hours"] == (["weekday-evenings"], 13)
    assert reasons["room"] == (["3/3"], 30)
    assert reasons["shared-topics"] == (["work"], 7)
    assert found[0]["score"] == found[1]["score"] + 5  # the same centre
    for unfit in (man, hindi, for_men, paused, blocked, coordinator):
        refused = person.post("/pairs", {"mentor_id": unfit.member_id})
        assert code(refused) == (409, "mentor-unfit")
    person.put("/me/mentor-wish", {**WISH, "mentor_gender": "woman", "centre": "other"})
    assert suggested(person) == [far.member_id]


def test_both_say_yes_and_log_their_contacts(town: Town):
    mentor, person, pair_id = together(town)
    key = {"Idempotency-Key": "one"}

    goals = person.put(f"/pairs/{pair_id}/goals", {"goals": ["Find work"]})
    for _ in range(2):
        logged = mentor.post(f"/pairs/{pair_id}/contacts", CONTACT, headers=key)
    early = {**CONTACT, "at": "2020-01-01T00:00:00Z"}
    again = person.post("/pairs", {"mentor_id": mentor.member_id})

    assert goals.json["goals"] == ["Find work"]
    assert (logged.status_code, logged.json["contact_count"]) == (201, 1)
    assert logged.json["contacts"][0]["mine"] is True
    assert code(mentor.post(f"/pairs/{pair_id}/contacts", early)) == (409, "contact-impossible")
    assert code(mentor.post(f"/pairs/{pair_id}/renewal", None)) == (409, "renewal-too-early")
    assert again.json["id"] == pair_id
    assert code(town.person().get(f"/pairs/{pair_id}")) == (404, "pair-unknown")
    assert [each["id"] for each in person.get("/pairs?state=active").json["items"]] == [pair_id]
    assert [name for name, _ in told(town, pair_id)] == ["proposed.v1", "agreed.v1"]
    assert told(town, pair_id)[0][1]["member_ids"] == [mentor.member_id]
    assert mentor.get("/me/mentor").json["walks_with"] == 1


def test_either_ends_without_a_reason_and_the_mentee_is_matched_again(town: Town):
    mentor, person, pair_id = together(town)
    other = town.mentor(town.coordinator())

    ended = mentor.post(f"/pairs/{pair_id}/ending", None)
    twice = person.post(f"/pairs/{pair_id}/ending", None)

    assert ended.json["state"] == twice.json["state"] == "ended"
    assert told(town, pair_id)[2:] == [("ended.v1", {"pair_id": pair_id, "told_id": person.member_id})]
    kept = town.stores.mentors.get(mentor.member_id)
    assert (len(kept.places), kept.walked) == (0, 1)
    assert code(mentor.post(f"/pairs/{pair_id}/acceptance", None)) == (409, "pair-over")
    assert set(suggested(person)) == {mentor.member_id, other.member_id}
    assert ask(person, other) != pair_id


def test_a_block_ends_the_pair_and_no_other_begins(town: Town):
    mentor, person, pair_id = together(town)

    assert person.put(f"/me/blocks/{mentor.member_id}").status_code == 204

    assert mentor.get(f"/pairs/{pair_id}").json["state"] == "ended"
    assert suggested(person) == []
    assert code(person.post("/pairs", {"mentor_id": mentor.member_id})) == (409, "mentor-unfit")


def test_who_stops_or_agrees_no_more_walks_no_more(town: Town):
    mentor, person, pair_id = together(town)
    other, second = mentee(town), town.mentor(town.coordinator())
    ask(other, second)

    stopped = mentor.delete("/me/mentor")
    town.stores.consents.withdraw(second.member_id, "mentoring", utc_now())
    follow_no_to_mentoring(
        second.member_id,
        "mentoring",
        consents=town.stores.consents,
        wishes=town.stores.wishes,
        walks=walks(town),
        at=utc_now(),
    )

    assert stopped.status_code == 204
    assert person.get(f"/pairs/{pair_id}").json["state"] == "ended"
    assert town.database["pairs"].count_documents({"open": True}) == 0
    assert (suggested(person), suggested(other)) == ([], [])


def test_capacity_holds_however_many_are_accepted_at_once(town: Town):
    mentor = town.mentor(town.coordinator(), capacity=2)
    asked = [ask(mentee(town), mentor) for _ in range(5)]

    answers = at_once(
        5, lambda number: accept_pair(mentor.member_id, asked[number], walks=walks(town), at=utc_now())
    )

    assert sum(isinstance(each, MentorFull) for each in answers) == 3
    assert town.database["pairs"].count_documents({"state": "active"}) == 2
    assert len(town.stores.mentors.get(mentor.member_id).places) == 2


def test_a_mentee_walks_with_one_mentor_however_many_say_yes_at_once(town: Town):
    coordinator, person = town.coordinator(), mentee(town)
    mentors = [town.mentor(coordinator) for _ in range(4)]
    asked = [ask(person, each) for each in mentors[:3]]
    fourth = person.post("/pairs", {"mentor_id": mentors[3].member_id})

    def accept(number: int) -> Any:
        return accept_pair(mentors[number].member_id, asked[number], walks=walks(town), at=utc_now())

    at_once(3, accept)

    assert code(fourth) == (409, "too-many-proposals")
    assert town.database["pairs"].count_documents({"state": "active"}) == 1
    held = sum(len(town.stores.mentors.get(each.member_id).places) for each in mentors)
    assert held == 1
    assert code(person.post("/pairs", {"mentor_id": mentors[3].member_id})) == (409, "walking-already")


def test_time_expires_nudges_once_warns_and_ends(town: Town):
    mentor, person, pair_id = together(town)
    asked = ask(mentee(town), mentor)
    started = utc_now()

    def look(**later: float) -> list[str]:
        for _ in range(2):
            mind_pairs(walks=walks(town), at=started + timedelta(**later))
        return [name for name, _ in told(town, pair_id)][2:]

    assert look(days=6) == []
    assert look(days=8) == []
    assert town.stores.pairs.get(asked).state is PairState.EXPIRED
    assert look(days=11) == ["quiet.v1"]
    assert look(days=71) == ["quiet.v1", "ending.v1"]
    assert look(days=85) == ["quiet.v1", "ending.v1", "ended.v1", "ended.v1"]
    assert town.stores.pairs.get(pair_id).state is PairState.ENDED
    assert town.stores.mentors.get(mentor.member_id).places == frozenset()
    assert suggested(person) == [mentor.member_id]


def test_a_coordinator_sees_how_pairs_fare_and_nothing_that_they_share(town: Town):
    mentor, person, pair_id = together(town)
    other = mentee(town)
    second = ask(other, mentor)
    mentor.post(f"/pairs/{second}/acceptance", None)
    person.put(f"/pairs/{pair_id}/goals", {"goals": ["A secret goal"]})
    silent = {"silent_since": utc_now() - timedelta(days=12), "started_at": utc_now() - timedelta(days=12)}
    town.database["pairs"].update_one({"_id": second}, {"$set": silent})
    coordinator = town.coordinator()

    listed = coordinator.get("/centre/pairs?page_size=1").json
    rest = coordinator.get(f"/centre/pairs?cursor={listed['next_cursor']}")
    quiet = coordinator.get("/centre/pairs?quiet=true").json["items"]

    first = listed["items"][0]
    assert (first["id"], first["days_since_contact"], first["quiet"]) == (second, 12, True)
    assert [(each["id"], each["weeks_left"]) for each in rest.json["items"]] == [(pair_id, 12)]
    assert [each["id"] for each in quiet] == [second]
    assert "secret" not in rest.text
    assert town.coordinator(OTHER_CENTRE).get("/centre/pairs").json["items"] == []


def test_a_report_goes_to_the_coordinators_of_the_centre_and_is_closed(town: Town):
    _, person, pair_id = together(town)
    ours, theirs = town.coordinator(), town.coordinator(OTHER_CENTRE)
    body = {"reason": "pressure", "text": "Asks me for money."}

    made = person.post(f"/pairs/{pair_id}/reports", body)
    report_id = made.json["id"]
    listed = ours.get("/centre/reports").json["items"]

    assert made.status_code == 201
    assert [(each["id"], each["reason"]) for each in listed] == [(report_id, "pressure")]
    assert theirs.get("/centre/reports").json["items"] == []
    assert code(theirs.post(f"/centre/reports/{report_id}/closing", None)) == (404, "report-unknown")
    assert ours.post(f"/centre/reports/{report_id}/closing", None).status_code == 204
    assert ours.get("/centre/reports").json["items"] == []
    stored = town.database["reports"].find_one({"_id": report_id})
    assert stored is not None
    assert "money" not in str(stored["outbox"])
    assert code(town.person().post(f"/pairs/{pair_id}/reports", body)) == (404, "pair-unknown")
