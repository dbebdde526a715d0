"""Erasure: a person fills every feature, goes, and every database is searched for them."""

from datetime import timedelta

import pytest

import alumni.adapters.holdings
import groups.adapters.holdings
import notify.adapters.holdings
from alumni.domain.events.mentoring import PairEnded
from alumni.domain.pair import Pair
from alumni.handlers.erasure import WORD
from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.personal import Holding
from notify.domain.message import Template
from tests.alumni.client import JOINING, Person
from tests.groups.attending import a_date
from tests.rights.fillers import FILLERS
from tests.rights.traces import PHONE, YES, Traces, done, join
from tests.rights.worlds import Network

HELD = {
    "alumni": (alumni.adapters.holdings.HOLDINGS, alumni.adapters.holdings.OF_NOBODY),
    "groups": (groups.adapters.holdings.HOLDINGS, groups.adapters.holdings.OF_NOBODY),
    "notify": (notify.adapters.holdings.HOLDINGS, notify.adapters.holdings.OF_NOBODY),
}
NOW = {"word": WORD}


def filled(network: Network) -> Traces:
    """Somebody who has used everything."""
    traces = join(network)
    for fill in FILLERS:
        fill(traces)
    network.carry()
    return traces


def state(person: Person) -> str:
    return str(person.get("/me/erasure").json["state"])


def test_who_is_erased_is_found_in_no_database(network: Network):
    traces = filled(network)
    before = network.prove(traces.member_id, traces.texts)
    assert {each.what for each in before.traces} >= set(traces.texts) - {"phone", "e-mail"}

    answer = traces.person.post("/me/erasure", NOW)
    assert (answer.status_code, answer.json["state"]) == (202, "waiting")
    network.round()
    network.carry()

    proof = network.prove(traces.member_id, traces.texts)
    assert proof.holds, [*proof.lines()]
    assert {each.where.split()[0].rpartition("-")[2] for each in proof.kept} == {
        "alumni.audit",
        "alumni.erasures",
    }
    closed = traces.person.get("/me/erasure").json
    assert closed["state"] == "closed"
    assert {each["service"] for each in closed["answers"]} == {"alumni", "groups", "notify"}
    assert all(each["records"] for each in closed["answers"])


def test_facts_heard_again_and_a_crash_after_each_step_change_nothing(network: Network):
    traces = filled(network)
    traces.person.post("/me/erasure", NOW)
    erasure = network.alumni_stores.erasures.of(traces.member_id)

    network.alumni_stores.personal.forget_contacts(traces.member_id)  # ... and the worker dies here,
    network.round()
    network.alumni_stores.personal.erase(traces.member_id)
    network.carry(times=2)
    network.round()

    assert state(traces.person) == "closed"
    assert network.alumni_stores.erasures.get(erasure.id).answers[0].records > 0
    assert network.prove(traces.member_id, traces.texts).holds


def test_a_late_fact_about_who_is_gone_waits_for_nobody(network: Network):
    traces = filled(network)
    seat = next(each for each in network.groups["occurrences"].find({"seats.member": traces.member_id}))
    traces.person.post("/me/erasure", NOW)
    network.round()
    network.carry()
    told = [each for each in network.heard if each.type == "groups.registration.cancelled.v1"]

    assert seat["_id"] in {each.key for each in told}
    assert network.notify["messages"].count_documents({"member_id": traces.member_id}) == 0
    assert network.notify["contacts"].count_documents({"_id": traces.member_id}) == 0


def test_the_next_in_the_queue_gets_the_seat(network: Network):
    traces, other = join(network), network.person()
    member_id = other.sign_in(phone="+919812345679")["member"]["id"]
    network.carry()

    meeting = a_date(network.groups_stores, utc_now() + timedelta(days=1), capacity=1)
    assert traces.caller.register(meeting).json["state"] == "confirmed"
    assert network.in_groups(member_id).register(meeting).json["state"] == "queued"

    traces.person.post("/me/erasure", NOW)
    network.round()
    network.carry()

    seats = network.groups["occurrences"].find_one({"_id": meeting})
    assert seats is not None
    assert [each["member"] for each in seats["seats"]] == [member_id]
    assert network.notify["messages"].count_documents(
        {"member_id": member_id, "template": Template.PLACE_PROMISED}
    )


def test_a_post_of_who_left_keeps_its_place_without_words(network: Network):
    traces = filled(network)
    thread = network.groups["threads"].find_one({"author_id": traces.member_id})
    assert thread is not None
    traces.person.post("/me/erasure", NOW)
    network.round()
    network.carry()

    posts = [*network.groups["posts"].find({"thread_id": thread["_id"]}).sort("number", 1)]
    assert [each["text"] for each in posts] == ["", "an answer that stays"]
    group = network.groups["groups"].find_one({"_id": thread["board_id"]})
    reader = network.groups["memberships"].find_one({"group_id": thread["board_id"]})
    assert group is not None
    assert reader is not None
    shown = network.in_groups(reader["member_id"]).get(f"/threads/{thread['_id']}/posts").json["items"]
    assert [each["line"] for each in shown] == ["A member who left.", None]


def test_all_sessions_end_and_the_contact_can_join_anew(network: Network):
    traces = join(network)
    traces.person.post("/me/erasure", NOW)
    refreshed = traces.person.post("/sessions/refresh", {"refresh_token": traces.person.refresh_token})
    assert refreshed.status_code == 401
    network.round()

    again = network.person().sign_in(phone=PHONE)["member"]
    assert again["joined_now"]
    assert again["id"] != traces.member_id


def test_what_is_written_with_the_last_token_goes_with_the_second_round(network: Network):
    traces = filled(network)
    traces.person.post("/me/erasure", NOW)
    network.round()
    network.carry()
    consent = {"notice": "2026-11", "language": "en"}
    traces.person.call("PUT", "/me/consents/mentoring", json=consent)
    assert not network.prove(traces.member_id, traces.texts).holds

    erasure = network.alumni_stores.erasures.of(traces.member_id)

    network.round(erasure.again_at)
    network.carry()

    assert network.prove(traces.member_id, traces.texts).holds
    assert state(traces.person) == "settled"


def test_who_walked_with_somebody_erased_is_told_and_a_mentor_has_the_place_again(network: Network):
    traces = join(network)
    mentor_id, pairs = new_id(), network.alumni_stores.pairs
    pair = Pair.propose(new_id(), mentor_id, traces.member_id, None, asked_by=traces.member_id, at=utc_now())
    pair.accept(mentor_id, at=utc_now())
    pairs.add(pair)
    network.alumni["mentors"].insert_one({"_id": mentor_id, "places": [pair.id], "walked": 0})

    traces.person.post("/me/erasure", NOW)
    for _ in range(2):
        network.round()
    network.carry()

    ended = [each.data for each in network.heard if each.type == PairEnded.type]
    assert ended == [{"pair_id": pair.id, "told_id": mentor_id}]
    mentor = network.alumni["mentors"].find_one({"_id": mentor_id})
    assert mentor is not None
    assert (mentor["places"], mentor["walked"]) == ([], 1)
    assert network.prove(traces.member_id, traces.texts).holds


@pytest.mark.parametrize("body", [{}, {"word": "yes"}, {"attempt_id": "a" * 32}])
def test_nobody_is_erased_by_accident(network: Network, body: dict):
    traces = join(network)

    answer = traces.person.post("/me/erasure", body)

    assert (answer.status_code, answer.json["code"]) == (409, "not-meant")
    assert network.round() == 0


def test_a_code_of_an_own_contact_confirms_and_that_of_another_does_not(network: Network):
    traces = join(network)
    stranger = network.person().request_code(phone="+919812345678")
    refused = traces.person.post("/me/erasure", dict(zip(("attempt_id", "code"), stranger, strict=True)))
    own = network.person().request_code(phone=PHONE)
    taken = traces.person.post("/me/erasure", dict(zip(("attempt_id", "code"), own, strict=True)))

    assert (refused.status_code, refused.json["code"]) == (409, "not-meant")
    assert taken.status_code == 202


def test_who_chose_some_days_may_stay_after_all(network: Network):
    traces = join(network)
    traces.person.post("/me/erasure", {**NOW, "grace_days": 3})
    assert network.round() == 0

    assert traces.person.delete("/me/erasure").status_code == 204
    assert traces.person.get("/me/erasure").status_code == 404
    assert traces.person.get("/me").status_code == 200


def test_once_begun_it_cannot_be_undone(network: Network):
    traces = join(network)
    traces.person.post("/me/erasure", NOW)

    assert traces.person.delete("/me/erasure").status_code == 404


def test_a_member_who_does_not_want_messages_gets_urgent_ones_only(network: Network):
    traces = join(network)
    network.carry()

    traces.caller.register(a_date(network.groups_stores, utc_now() + timedelta(days=1)))
    network.carry()
    waiting = {"member_id": traces.member_id, "state": "created"}
    assert network.notify["messages"].count_documents(waiting) == 1

    assert traces.person.delete("/me/consents/messages").status_code == 204
    network.carry()
    traces.caller.register(a_date(network.groups_stores, utc_now() + timedelta(days=3)))
    network.carry()

    assert network.notify["messages"].count_documents(waiting) == 0


def test_who_joins_without_wanting_messages_gets_codes_only_until_they_do(network: Network):
    person, wish = network.person(), {**JOINING, "purposes": ["membership"]}
    member_id = person.sign_in(joining=wish, phone=PHONE)["member"]["id"]
    network.carry()
    caller, hear = network.in_groups(member_id), network.notify["messages"].count_documents

    caller.register(a_date(network.groups_stores, utc_now() + timedelta(days=1)))
    network.carry()
    assert hear({"member_id": member_id}) == 0
    assert hear({"template": Template.SIGN_IN_CODE}) == 1

    done(person.put("/me/consents/messages", YES))
    network.carry()
    caller.register(a_date(network.groups_stores, utc_now() + timedelta(days=3)))
    network.carry()
    assert hear({"member_id": member_id}) > 0


@pytest.mark.parametrize("service", HELD)
def test_every_collection_is_known_to_hold_somebody_or_nobody(network: Network, service: str):
    holdings, of_nobody = HELD[service]
    known = {each.collection for each in holdings} | of_nobody
    database = getattr(network, service)
    made = {name.removesuffix(".files").removesuffix(".chunks") for name in database.list_collection_names()}

    assert made <= known
    assert not {each.collection for each in holdings} & of_nobody


@pytest.mark.parametrize(
    ("service", "holding"), [(name, each) for name, (held, _) in HELD.items() for each in held]
)
def test_a_person_is_found_by_an_index(network: Network, service: str, holding: Holding):
    plan = getattr(network, service)[holding.collection].find(holding.found("a" * 32)).explain()

    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
