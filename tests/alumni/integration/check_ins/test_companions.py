"""A partner and a mentor read what was chosen for them, and are told who asks for somebody."""

from datetime import timedelta

import pytest

from alumni.domain.errors.check_ins import CheckInUnknown
from alumni.handlers.check_ins import reach_out
from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.integration.check_ins.month import FIRST_DAY, Month, on_day
from tests.alumni.people import newcomer


def test_the_partner_reads_how_it_is_and_the_note_only_where_they_were_chosen(month: Month):
    month.asha.post("/me/check-ins", {"sober": True, "craving": 3, "note": "for nobody"})
    path = f"/partnerships/{month.partnership_id}/check-ins"
    hidden = month.bala.get(path).json["items"][0]
    chosen = {"sober": True, "craving": 3, "note": "for you", "note_for": [month.partnership_id]}
    month.asha.post("/me/check-ins", chosen)

    assert (hidden["craving"], hidden["note"]) == (3, None)
    assert month.bala.get(path).json["items"][0]["note"] == "for you"
    stranger = newcomer(month.asha, 3)
    assert stranger.get(path).status_code == 404
    month.bala.delete(f"/partnerships/{month.partnership_id}")
    assert month.bala.get(path).status_code == 404


def test_the_mentor_reads_only_the_days_that_were_chosen(month: Month):
    pair_id = new_id()
    pair = {"mentor_id": month.partner_id, "mentee_id": month.member.id, "state": "active"}
    month.stores.database["pairs"].insert_one({"_id": pair_id, **pair})
    month.say(on_day(0))
    month.say(on_day(1), note="hard", note_for=(pair_id,))

    rows = month.bala.get(f"/pairs/{pair_id}/check-ins").json["items"]

    assert [(each["date"], each["note"]) for each in rows] == [("2031-03-02", "hard")]
    assert month.asha.get(f"/pairs/{pair_id}/check-ins").status_code == 404


def test_asking_for_somebody_tells_the_partner_once_an_hour(month: Month):
    month.say(on_day(0), sober=True, craving=9)

    for minutes in (0, 30, 61):
        reach_out(
            month.member,
            FIRST_DAY,
            check_ins=month.stores.check_ins,
            companionship=month.stores.companionship,
            at=on_day(0) + timedelta(minutes=minutes),
        )

    assert month.told("check_ins") == [("help-wanted", [month.partner_id])] * 2
    with pytest.raises(CheckInUnknown):
        reach_out(
            month.member,
            FIRST_DAY,
            check_ins=month.stores.check_ins,
            companionship=month.stores.companionship,
            at=on_day(2),
        )


def test_over_http_who_has_nobody_asks_the_centre(person: Person):
    person.sign_in()
    day = person.post("/me/check-ins", {"sober": False}).json["check_in"]["date"]

    answer = person.post(f"/me/check-ins/{day}/reach-out", None)

    assert (answer.status_code, answer.json["persons"]) == (200, 0)
    document = person.database["check_ins"].find_one({})
    assert document["outbox"][0]["data"]["member_ids"] == []
