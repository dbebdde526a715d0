"""A centre applies, is verified, and takes part; nothing of it is another's to see."""

from typing import Any

import pytest
from pymongo.database import Database

from alumni.adapters.holdings import HOLDINGS
from alumni.handlers.centre_applications import appoint_founders
from tests.alumni.centres import CentreOffice, application_body, licence


@pytest.fixture
def office(database: Database[dict[str, Any]]) -> CentreOffice:
    return CentreOffice(database)


def test_a_centre_is_asked_approved_and_active_and_its_applicant_coordinates_it(office: CentreOffice):
    applicant = office.person()
    centre_id = office.apply(applicant)

    asked = office.network.post(f"/network/centres/{centre_id}/questions", {"text": "Which ward?"})
    question = asked.json["questions"][0]["id"]
    assert (asked.status_code, asked.json["state"]) == (201, "asked")
    office.check(centre_id)
    early = office.network.call("POST", f"/network/centres/{centre_id}/approval")
    answered = applicant.call(
        "PUT",
        f"/centres/applications/{centre_id}/questions/{question}/answer",
        json={"answer": "Ward 12."},
    )
    approved = office.approve(centre_id)
    accepted = office.accept(applicant, centre_id)
    office.renew(applicant)
    me = applicant.get("/me").json

    assert early.json["code"] == "not-its-turn"
    assert answered.json["state"] == "applied"
    assert approved.json["state"] == "approved"
    assert (accepted.json["state"], accepted.json["agreement"]) == ("active", "2026-11")
    assert (me["centre_id"], "coordinator" in me["roles"]) == (centre_id, True)
    assert office.told(centre_id) == ["asked", "approved", "activated"]
    assert office.acts(centre_id) == ["centre-approved"]


def test_a_crash_before_the_coordinator_is_appointed_is_made_good(office: CentreOffice):
    applicant = office.person()
    centre_id = office.active(applicant)
    stores, member_id = office.stores, office.id_of(applicant)
    office.database["centres"].update_one({"_id": centre_id}, {"$set": {"appointing": member_id}})
    office.database["members"].update_one(
        {"_id": member_id}, {"$set": {"roles": ["member"], "centre_id": None}}
    )

    rounds = [appoint_founders(centres=stores.centres, members=stores.members) for _ in range(2)]

    assert rounds == [1, 0]
    assert stores.members.get(member_id).centre_id == centre_id


def test_a_change_is_checked_anew_and_without_the_whole_checklist_nothing_is_approved(office: CentreOffice):
    applicant = office.person()
    centre_id = office.apply(applicant)
    office.check(centre_id)

    applicant.call("PUT", f"/centres/applications/{centre_id}", json=application_body(owner="Another Trust"))
    refused = office.network.call("POST", f"/network/centres/{centre_id}/approval")

    assert (refused.status_code, refused.json["code"]) == (409, "checklist-open")
    shown = office.network.get(f"/network/centres/{centre_id}").json
    assert (shown["checked"], shown["owner"]) == ([], "Another Trust")
    assert len(shown["checklist"]) == 5


def test_a_refusal_says_why_and_opens_the_way_for_another_application(office: CentreOffice):
    applicant = office.person()
    centre_id = office.apply(applicant)

    second = applicant.post("/centres/applications", application_body())
    refusal = office.network.post(f"/network/centres/{centre_id}/refusal", {"reason": "No such licence."})
    listed = applicant.get("/centres/applications").json["items"]
    office.apply(applicant)

    assert (second.status_code, second.json["code"]) == (409, "application-open")
    assert refusal.json["state"] == "refused"
    assert [(each["state"], each["reason"]) for each in listed] == [("refused", "No such licence.")]
    assert office.acts(centre_id) == ["centre-refused"]
    assert office.accept(applicant, centre_id).json["code"] == "not-its-turn"


def test_another_members_application_does_not_exist(office: CentreOffice):
    centre_id = office.apply(office.person())
    stranger = office.person()
    path = f"/centres/applications/{centre_id}"

    answers = [
        stranger.call("PUT", path, json=application_body()),
        stranger.call("PUT", f"{path}/questions/{'1' * 32}/answer", json={"answer": "Yes."}),
        office.accept(stranger, centre_id),
        stranger.call("PUT", f"/centres/applications/{'0' * 32}", json=application_body()),
    ]

    assert {(each.status_code, each.json["code"]) for each in answers} == {(404, "centre-unknown")}
    assert stranger.get("/centres/applications").json["items"] == []
    assert stranger.get(f"/network/centres/{centre_id}").status_code == 403


def test_who_coordinates_a_centre_applies_for_no_other(office: CentreOffice):
    coordinator = office.person()
    office.active(coordinator)

    refused = coordinator.post("/centres/applications", application_body())

    assert (refused.status_code, refused.json["code"]) == (409, "coordinates-another")


def test_what_is_malformed_is_said_field_by_field(office: CentreOffice):
    malformed: list[tuple[dict[str, Any], str]] = [
        ({"name": " "}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"latitude": None}, "latitude"),
        ({"latitude": 91}, "latitude"),
        ({"category": "bar"}, "category"),
        ({"promise_hours": 73}, "promise_hours"),
        ({"licence": {"number": "1", "expires_on": "2027-02-30"}}, "licence.expires_on"),
    ]
    for said, field in malformed:
        answer = office.network.post("/centres/applications", application_body(**said))

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_a_licence_that_is_over_is_no_licence(office: CentreOffice):
    answer = office.person().post("/centres/applications", application_body(licence=licence(days=-2)))

    assert (answer.status_code, answer.json["code"]) == (409, "licence-over")


def test_an_owner_with_more_than_five_centres_is_flagged_however_it_is_written(office: CentreOffice):
    for number in range(6):
        office.apply(office.person(), owner=("Savera Trust", "  savera TRUST ", "SaveraTrust")[number % 3])
    other = office.apply(office.person(), owner="Another Trust")

    first = office.network.get("/network/centres?page_size=4").json
    rest = office.network.get(f"/network/centres?page_size=4&cursor={first['next_cursor']}").json
    flags = {each["id"]: each["owner_flagged"] for each in first["items"] + rest["items"]}

    assert len(flags) == 7
    assert [id_ for id_, flagged in flags.items() if not flagged] == [other]
    shown = office.network.get(f"/network/centres/{other}").json
    assert (shown["centres_of_owner"], shown["owner_flagged"]) == (1, False)


def test_the_agreement_reads_in_three_languages_without_signing_in(office: CentreOffice):
    office.network.access_token = None
    texts = {
        office.network.get(f"/centres/agreement?language={each}").json["text"] for each in ("en", "pa", "hi")
    }

    assert len(texts) == 3


def test_a_centre_stays_without_the_applicant_who_erased_the_account(office: CentreOffice):
    applicant = office.person()
    member_id, centre_id = office.id_of(applicant), office.apply(applicant)
    asked = office.network.post(f"/network/centres/{centre_id}/questions", {"text": "Which ward?"})
    question = asked.json["questions"][0]["id"]
    path = f"/centres/applications/{centre_id}/questions/{question}/answer"
    applicant.call("PUT", path, json={"answer": "Ask for my brother in ward 12."})
    holding = next(each for each in HOLDINGS if each.collection == "centres")

    holding.erasing(office.database["centres"], {}, member_id)
    left = office.database["centres"].find_one({"_id": centre_id}, {"outbox": False})

    assert left is not None
    assert (left["name"], left["applicant_id"]) == ("Nava Savera Kendra", None)
    assert member_id not in str(left)
    assert "brother" not in str(left)
    refusal = office.network.post(
        f"/network/centres/{centre_id}/refusal", {"reason": "Nobody asks any more."}
    )
    assert (refusal.json["state"], office.told(centre_id)) == ("refused", ["asked"])
