"""A partner centre over the years: suspended, renewed, coordinated by several, gone."""

from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from alumni.handlers.centre_standing import watch_licences
from chassis.clock import utc_now
from tests.alumni.centres import CentreOffice, licence
from tests.alumni.client import Person


@pytest.fixture
def office(database: Database[dict[str, Any]]) -> CentreOffice:
    return CentreOffice(database)


def watch(office: CentreOffice, **ahead: float) -> int:
    return watch_licences(
        centres=office.stores.centres, audit=office.stores.audit, at=utc_now() + timedelta(**ahead)
    )


def invited_by(person: Person) -> str:
    answer = person.call("POST", "/centre/coordinators/invitations")
    assert answer.status_code == 201, answer.json
    return str(answer.json["code"])


def test_a_complaint_suspends_and_the_network_lets_the_centre_come_back(office: CentreOffice):
    coordinator = office.person()
    centre_id = office.active(coordinator)
    path = f"/network/centres/{centre_id}/suspension"

    suspended = office.network.post(path, {"reason": "A complaint is looked into."})
    gone = coordinator.get(f"/centres/{centre_id}")
    inviting = coordinator.post("/centre/invitations", {})
    shown = coordinator.get("/centre").json
    again = office.network.post(path, {"reason": "Once more."})
    resumed = office.network.delete(path)

    assert (suspended.json["state"], suspended.json["cause"]) == ("suspended", "complaint")
    assert (gone.status_code, inviting.status_code, again.json["code"]) == (404, 403, "not-its-turn")
    assert shown["reason"] == "A complaint is looked into."
    assert (resumed.json["state"], resumed.json["cause"], resumed.json["reason"]) == ("active", None, None)
    assert office.told(centre_id)[-2:] == ["suspended", "resumed"]
    assert office.acts(centre_id) == ["centre-approved", "centre-suspended", "centre-resumed"]


def test_a_licence_is_warned_of_three_times_and_then_suspends_until_it_is_renewed(office: CentreOffice):
    coordinator = office.person()
    centre_id = office.active(coordinator)

    rounds = [watch(office, days=days) for days in (300, 306, 306, 340, 359, 359, 367, 368)]
    resumed = office.stores.database["centres"].find_one({"_id": centre_id})
    renewed = coordinator.call("PUT", "/centre/renewal", json=licence(days=730, number="PB/2027/3"))
    office.network.call("POST", f"/network/centres/{centre_id}/renewal/confirmation")
    twice = office.network.call("POST", f"/network/centres/{centre_id}/renewal/confirmation")

    assert rounds == [0, 1, 0, 1, 1, 0, 1, 0]
    assert resumed is not None
    assert (resumed["state"], resumed["cause"]) == ("suspended", "expiry")
    assert renewed.json["renewal"]["number"] == "PB/2027/3"
    assert twice.json["code"] == "renewal-unknown"
    shown = coordinator.get("/centre").json
    assert (shown["state"], shown["licence"]["number"], shown["renewal"]) == ("active", "PB/2027/3", None)
    assert office.told(centre_id)[2:] == [*["licence-expiring"] * 3, "suspended", "resumed"]
    assert "centre-licence-renewed" in office.acts(centre_id)


def test_a_coordinator_leaves_with_the_centre_by_saying_its_name(office: CentreOffice):
    coordinator = office.person()
    centre_id = office.active(coordinator)

    wrong = coordinator.post("/centre/leaving", {"name": "Another Kendra"})
    left = coordinator.post("/centre/leaving", {"name": "nava  savera KENDRA"})

    assert (wrong.status_code, wrong.json["code"]) == (409, "name-differs")
    assert left.json["state"] == "left"
    assert office.told(centre_id)[-1] == "left"
    assert office.network.delete(f"/network/centres/{centre_id}/suspension").json["code"] == "not-its-turn"


def test_a_code_makes_one_member_a_coordinator(office: CentreOffice):
    first, second, third = office.person(), office.person(), office.person()
    centre_id = office.active(first)
    code = {"code": invited_by(first)}

    used = second.post("/me/coordinating", code)
    again = second.post("/me/coordinating", code)
    late = third.post("/me/coordinating", code)
    as_member = third.post("/me/home", {"invitation": invited_by(first)})

    assert (used.json["centre_id"], again.status_code) == (centre_id, 200)
    assert (late.status_code, late.json["code"]) == (409, "invitation-refused")
    assert as_member.json["code"] == "invitation-refused"
    assert len(first.get("/centre/coordinators").json["items"]) == 2


def test_who_coordinates_another_centre_is_not_moved_by_a_code(office: CentreOffice):
    first, second = office.person(), office.person()
    office.active(first)
    office.active(second, name="Umeed Bhawan")

    answer = second.post("/me/coordinating", {"code": invited_by(first)})

    assert (answer.status_code, answer.json["code"]) == (409, "coordinates-another")


def test_a_withdrawn_code_is_good_for_nobody(office: CentreOffice):
    coordinator = office.person()
    office.active(coordinator)
    made = coordinator.call("POST", "/centre/coordinators/invitations").json

    withdrawn = coordinator.delete(f"/centre/coordinators/invitations/{made['id']}")
    answer = office.person().post("/me/coordinating", {"code": made["code"]})

    assert (withdrawn.status_code, answer.json["code"]) == (204, "invitation-refused")


def test_a_centre_keeps_its_last_coordinator(office: CentreOffice):
    first, second, stranger = office.person(), office.person(), office.person()
    office.active(first)
    second.post("/me/coordinating", {"code": invited_by(first)})
    office.active(stranger, name="Umeed Bhawan")
    ids = [office.id_of(each) for each in (first, second, stranger)]

    removed = first.delete(f"/centre/coordinators/{ids[1]}")
    last = first.delete(f"/centre/coordinators/{ids[0]}")
    elsewhere = first.delete(f"/centre/coordinators/{ids[2]}")

    assert (removed.status_code, last.json["code"]) == (204, "last-coordinator")
    assert (elsewhere.status_code, elsewhere.json["code"]) == (404, "member-unknown")
    assert [each["member_id"] for each in first.get("/centre/coordinators").json["items"]] == [ids[0]]


def test_the_directory_finds_active_centres_by_words_and_by_distance(office: CentreOffice):
    places = {"Amritsar": (31.634, 74.8723), "Bathinda": (30.211, 74.9455), "Chandigarh": (30.7333, 76.7794)}
    for city, (latitude, longitude) in places.items():
        person = office.person()
        office.active(person, name=f"Kendra of {city}", city=city, latitude=latitude, longitude=longitude)
    office.active(office.person(), name="Placeless", latitude=None, longitude=None)
    office.apply(office.person(), name="Not yet", city="Moga")
    visitor = office.network
    visitor.access_token = None

    pages, cursor = [], ""
    for _ in range(3):
        page = visitor.get(f"/centres?near=31.326,75.5762&page_size=1{cursor}").json
        pages += page["items"]
        cursor = f"&cursor={page['next_cursor']}"

    distances = [each["distance_km"] for each in pages]
    assert [each["city"] for each in pages] == ["Amritsar", "Chandigarh", "Bathinda"]
    assert distances == sorted(distances)
    assert distances[0] == pytest.approx(75, abs=1)
    assert page["next_cursor"] is None
    first = visitor.get("/centres?page_size=3").json
    rest = visitor.get(f"/centres?page_size=3&cursor={first['next_cursor']}").json
    assert [each["name"] for each in first["items"] + rest["items"]] == [
        *(f"Kendra of {city}" for city in places),
        "Placeless",
    ]
    found = visitor.get("/centres?q=punjab%20BATH").json["items"]
    assert [each["city"] for each in found] == ["Bathinda"]
    assert visitor.get("/centres?q=.*").json["items"] == []
    shown = visitor.get(f"/centres/{found[0]['id']}").json
    assert (shown["promise_hours"], "owner" in shown, "responsible_person" in shown) == (24, False, False)
    for bad in ("near=91,0", "near=x", "near=1,2,3", "cursor=abc"):
        assert visitor.get(f"/centres?{bad}").status_code == 422
