"""A cohort: invited on paper, matched with mentors, walking together; one pair ends without fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from hamrah.demo.cast import new_number
from hamrah.demo.client import Person
from hamrah.demo.stage import Stage, expect

ROOT = "/api/alumni"
MENTEES, MENTORS = 4, 2
SOBER_DAYS = 400
PURPOSES = ["membership", "messages", "home-centre", "mentoring", "figures"]
TRAINING = {"course": "Walking beside", "finished_on": "2026-02-01"}
GIVES: tuple[dict[str, Any], ...] = (
    {"languages": ["pa", "en"], "topics": ["family", "work"], "hours": ["weekday-evenings"]},
    {"languages": ["hi", "en"], "topics": ["cravings", "money"], "hours": ["weekend-mornings"]},
)


def invite_cohort(stage: Stage, coordinator: Person) -> tuple[list[Person], list[Person]]:
    """Let mentors and mentees join by the codes of discharge sheets; return both."""
    with stage.tell.step("The coordinator prints discharge sheets: a code and a QR code each, good once"):
        made = coordinator.call(
            "POST", f"{ROOT}/centre/invitations", json={"count": MENTEES + MENTORS, "valid_days": 30}
        )
        codes = [each["code"] for each in made["items"]]
        sheet = f"{ROOT}/centre/invitations/sheet"
        pages = stage.gateway.fetch(sheet, method="POST", token=coordinator.token, json={"codes": codes})
        expect(pages.text.count("<svg") == len(codes), "A sheet lacks its QR code")
        stage.tell.note(f"{len(codes)} sheets; the first says {codes[0]}")
    with stage.tell.step("They join with their codes, having read the notice; the centre is their home"):
        people = [stage.newcomer(new_number(), "en") for _ in codes]
        with ThreadPoolExecutor(len(codes)) as at_once:
            list(at_once.map(_join, people, codes))
        homes = {each.call("GET", f"{ROOT}/me")["home_state"] for each in people}
        expect(homes == {"confirmed"}, "An invitation did not make the centre somebody's home")
        stage.tell.note(", ".join(each.handle for each in people))
    return people[:MENTORS], people[MENTORS:]


def _join(person: Person, code: str) -> None:
    person.sign_in(invitation=code, purposes=PURPOSES)


def become_mentors(stage: Stage, coordinator: Person, mentors: list[Person]) -> None:
    """Let members who are sober for long enough be mentors."""
    with stage.tell.step("Two of them have been sober for a year and more, and become mentors"):
        since = (datetime.now(UTC) - timedelta(days=SOBER_DAYS)).isoformat()
        for mentor, gives in zip(mentors, GIVES, strict=True):
            mentor.call("PUT", f"{ROOT}/me/sobriety", json={"started_at": since})
            mentor.call("POST", f"{ROOT}/me/mentor", json={**gives, "training": TRAINING})
            coordinator.call("POST", f"{ROOT}/centre/mentors/{mentor.member_id}/approval")
            stage.tell.note(f"{mentor.handle}: {', '.join(gives['topics'])}; {gives['hours'][0]}")


def match_cohort(stage: Stage, coordinator: Person, mentees: list[Person], mentors: list[Person]) -> None:
    """Draft the best assignment for all at once, have a person confirm it, and both sides say yes."""
    with stage.tell.step("The mentees say what they wish; all are matched at once, and each pair explained"):
        for place, mentee in enumerate(mentees):
            mentee.call("PUT", f"{ROOT}/me/mentor-wish", json={**GIVES[place % MENTORS], "centre": "same"})
        chosen = {"member_ids": [each.member_id for each in mentees]}
        draft = coordinator.call("POST", f"{ROOT}/centre/cohorts", json=chosen)
        for each in draft["pairs"]:
            why = ", ".join(reason["code"] for reason in each["reasons"])
            stage.tell.note(f"{each['mentee']} with {each['mentor']}: {each['score']}; {why}")
        expect(len(draft["pairs"]) == MENTEES, "Somebody was left without a mentor")
    with stage.tell.step("The coordinator confirms; each of the two says yes"):
        coordinator.call("POST", f"{ROOT}/centre/cohorts/{draft['id']}/confirmation", json={})
        for person in (*mentees, *mentors):
            for pair in person.call("GET", f"{ROOT}/pairs")["items"]:
                person.call("POST", f"{ROOT}/pairs/{pair['id']}/acceptance")
        walking = [pair_of(each, "active") for each in mentees]
        expect(all(each["i_am"] == "mentee" for each in walking), "A mentee has no pair")
        stage.tell.note(f"{MENTEES} pairs, for twelve weeks")


def walk(stage: Stage, mentee: Person) -> None:
    """Log a contact: that it was, and nothing of what was said."""
    with stage.tell.step("They are in contact: how, how long, and how it went; nothing of what was said"):
        contact = {"how": "call", "minutes": 25, "went": "good"}
        mentee.call("POST", f"{ROOT}/pairs/{pair_of(mentee, 'active')['id']}/contacts", json=contact)
        stage.tell.note("a call of 25 minutes, good")


def part_and_match_again(stage: Stage, mentee: Person, mentors: list[Person]) -> None:
    """End a pair without a reason, and find another mentor."""
    with stage.tell.step("One pair ends, without fault and without a reason; another mentor is suggested"):
        ended = pair_of(mentee, "active")
        mentee.call("POST", f"{ROOT}/pairs/{ended['id']}/ending")
        suggested = mentee.call("GET", f"{ROOT}/me/mentor-suggestions")["items"]
        other = next(each for each in suggested if each["mentor_id"] != ended["other_id"])
        mentee.call("POST", f"{ROOT}/pairs", json={"mentor_id": other["mentor_id"]})
        mentor = next(each for each in mentors if each.member_id == other["mentor_id"])
        mentor.call("POST", f"{ROOT}/pairs/{pair_of(mentee, 'proposed')['id']}/acceptance")
        why = ", ".join(reason["code"] for reason in other["reasons"])
        stage.tell.note(f"{mentee.handle} walks with {other['handle']} now: {why}")


def pair_of(mentee: Person, state: str) -> dict[str, Any]:
    """Return the one pair of a mentee that is in a state."""
    [pair] = mentee.call("GET", f"{ROOT}/pairs", query={"state": state})["items"]
    return dict(pair)
