"""Moving to another centre: by consent and by its word, with everything else as it was."""

from datetime import timedelta
from typing import Any

import pytest

from alumni.entrypoints.scheduler import moving_office
from alumni.handlers.moving import go_on_with_moves
from chassis.clock import to_rfc3339, utc_now
from tests.alumni.client import Person
from tests.alumni.staff import CENTRE, OTHER_CENTRE, Network


def consent(centre_id: str = OTHER_CENTRE, **later: float) -> dict[str, Any]:
    expires_at = to_rfc3339(utc_now() + timedelta(**(later or {"days": 14})))
    return {"consent": {"recipient": centre_id, "purpose": "transfer", "expires_at": expires_at}}


def ask(member: Person, centre_id: str = OTHER_CENTRE) -> str:
    answer = member.post("/me/moves", consent(centre_id))
    assert answer.status_code == 201, answer.json
    move_id: str = answer.json["id"]
    return move_id


def go_on(network: Network, **later: float) -> int:
    return go_on_with_moves(office=moving_office(network.stores), at=utc_now() + timedelta(**later))


def state(member: Person) -> str:
    return str(member.get("/me/moves").json["items"][0]["state"])


def test_home_changes_and_nothing_else_when_the_other_centre_says_yes(network: Network):
    member, here, there = network.member(), network.coordinator(), network.coordinator(OTHER_CENTRE)
    before = network.database["members"].find_one({"_id": member.get("/me").json["id"]})
    move_id = ask(member)
    [coming] = there.get("/centre/moves").json["items"]
    [going] = here.get("/centre/moves").json["items"]
    assert (coming["comes"], going["comes"]) == (True, False)
    assert coming["handle"] == member.get("/me").json["handle"]
    assert "member_id" not in coming

    answers = [there.post(f"/centre/moves/{move_id}/acceptance", None) for _ in range(2)]

    assert [(each.status_code, each.json["state"]) for each in answers] == [(200, "done")] * 2
    after = network.database["members"].find_one({"_id": member.get("/me").json["id"]})
    assert before is not None
    assert after is not None
    differing = {name for name in after if after[name] != before.get(name)}
    assert differing == {"home_centre_id", "version", "sequence", "outbox"}
    assert after["home_centre_id"] == OTHER_CENTRE
    told = after["outbox"][-1]
    assert told["type"] == "alumni.member.home-changed.v1"
    assert told["data"]["previous_centre_id"] == CENTRE
    audited = network.database["audit"].find_one({"act": "accept-move"})
    assert audited is not None


def test_only_the_receiving_centre_decides(network: Network):
    network.set_centre("e" * 32, name="Third", city="Moga", state="active")
    move_id = ask(network.member())

    for stranger in (network.coordinator(), network.coordinator("e" * 32)):
        answers = [
            stranger.post(f"/centre/moves/{move_id}/acceptance", None),
            stranger.delete(f"/centre/moves/{move_id}"),
        ]
        assert {(each.status_code, each.json["code"]) for each in answers} == {(404, "move-unknown")}
    assert network.member().delete(f"/me/moves/{move_id}").json["code"] == "move-unknown"


def test_consent_withdrawn_before_the_word_ends_the_wish(network: Network):
    member, there = network.member(), network.coordinator(OTHER_CENTRE)
    move_id = ask(member)
    member_id = member.get("/me").json["id"]
    network.stores.consents.withdraw(member_id, "transfer", utc_now(), recipient=OTHER_CENTRE)

    refused = there.post(f"/centre/moves/{move_id}/acceptance", None)

    assert (refused.status_code, refused.json["code"]) == (404, "move-unknown")
    assert member.get("/me").json["home_centre_id"] == CENTRE
    assert [go_on(network) for _ in range(2)] == [1, 0]
    assert state(member) == "withdrawn"


def test_consent_that_is_over_ends_the_wish(network: Network):
    member = network.member()
    ask(member)

    assert go_on(network, days=13) == 0
    assert go_on(network, days=14, seconds=1) == 1

    assert state(member) == "expired"
    assert ask(member)


def test_withdrawn_and_declined_wishes_take_their_consent_along(network: Network):
    member, there = network.member(), network.coordinator(OTHER_CENTRE)
    member_id = member.get("/me").json["id"]

    def consented() -> bool:
        return network.stores.consents.granted(
            member_id, "transfer", recipient=OTHER_CENTRE, at=utc_now() + timedelta(seconds=1)
        )

    first = ask(member)
    assert consented()
    assert member.delete(f"/me/moves/{first}").status_code == 204
    assert not consented()
    second = ask(member)
    assert consented()
    assert there.delete(f"/centre/moves/{second}").status_code == 204
    assert not consented()
    assert state(member) == "declined"


def test_one_wish_waits_at_a_time(network: Network):
    network.set_centre("e" * 32, name="Third", city="Moga", state="active")
    member = network.member()
    first = ask(member)

    other = member.post("/me/moves", consent("e" * 32))

    assert ask(member) == first
    assert (other.status_code, other.json["code"]) == (409, "move-open")


@pytest.mark.parametrize(("centre_id", "code"), [(CENTRE, "at-home-there"), ("f" * 32, "centre-unknown")])
def test_nobody_moves_to_where_they_are_or_to_no_active_centre(network: Network, centre_id: str, code: str):
    assert network.member().post("/me/moves", consent(centre_id)).json["code"] == code


def test_centre_that_is_suspended_meanwhile_cannot_say_yes(network: Network):
    move_id = ask(network.member())
    there = network.coordinator(OTHER_CENTRE)
    network.set_centre(OTHER_CENTRE, state="suspended")

    assert there.post(f"/centre/moves/{move_id}/acceptance", None).json["code"] == "move-unknown"


def test_what_was_accepted_is_carried_out_after_a_crash(network: Network):
    member = network.member()
    move = network.stores.moves.get(ask(member))
    move.accept("a" * 32, consented=True, at=utc_now())
    network.stores.moves.save(move)

    assert [go_on(network) for _ in range(2)] == [1, 0]

    assert (state(member), member.get("/me").json["home_centre_id"]) == ("done", OTHER_CENTRE)


@pytest.mark.parametrize("expiry", [{"days": -1}, {"days": 91}])
def test_consent_ends_within_ninety_days(network: Network, expiry: dict[str, float]):
    assert network.member().post("/me/moves", consent(**expiry)).status_code == 422
