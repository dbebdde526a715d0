"""A centre's whole way: it joins, is suspended, comes back and leaves, and its members choose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hamrah.demo.circle import a_group, series_of
from hamrah.demo.client import Person, Refused, wait_for
from hamrah.demo.stage import Stage
from hamrah.demo.thread import sign_in_coordinator
from hamrah.local.platform import Platform
from tests.journeys.centres import (
    ROOT,
    Centre,
    administrator,
    home,
    joined,
    members_of,
    refusal,
    text_with,
)

GROUPS = "/api/groups"
WORD = "erase everything"
ASKED = "somebody waits for an answer from you"
ERASED_WITHIN = 60.0


def test_a_centre_is_suspended_comes_back_and_leaves_and_its_members_choose(
    platform: Platform, stage: Stage
) -> None:
    network = administrator(stage, platform)
    centre = joined(stage, network)
    mover, stayer, leaver = members_of(stage, centre, 3)
    assert in_directory(stage, centre)
    series_id = meeting_of(centre)

    pause_and_resume(network, centre, series_id)

    seen = {each.phone: len(stage.world.texts(each.phone)) for each in (mover, stayer, leaver)}
    leaving = {"name": centre.name}
    assert centre.coordinator.call("POST", f"{ROOT}/centre/leaving", json=leaving)["state"] == "left"
    assert not in_directory(stage, centre)
    for each in (mover, stayer, leaver):
        text_with(stage, each, ASKED, since=seen[each.phone])
        assert each.call("GET", f"{ROOT}/me/leaving")["choice"] is None
    dates_become(centre.coordinator, series_id, "suspended")

    move_on(stage, mover)
    stayer.call("PUT", f"{ROOT}/me/leaving", json={"choice": "stay"})
    assert home(stayer) is None
    be_erased(leaver)


def in_directory(stage: Stage, centre: Centre) -> bool:
    """Tell whether anybody finds the centre."""
    found = stage.gateway.call("GET", f"{ROOT}/centres", query={"q": centre.name})["items"]
    return [each["id"] for each in found] == [centre.id]


def meeting_of(centre: Centre) -> str:
    """Let a group of the centre meet from today on."""
    group = centre.coordinator.call("POST", f"{GROUPS}/groups", json=a_group())
    series = centre.coordinator.call("POST", f"{GROUPS}/series", json=series_of(group["id"]))
    dates_become(centre.coordinator, series["id"], "regular")
    return str(series["id"])


def pause_and_resume(network: Person, centre: Centre, series_id: str) -> None:
    """Suspend the centre and let it come back; its meetings follow."""
    suspension = f"{ROOT}/network/centres/{centre.id}/suspension"
    network.call("POST", suspension, json={"reason": "A complaint is looked into."})
    dates_become(centre.coordinator, series_id, "suspended")
    network.call("DELETE", suspension)
    dates_become(centre.coordinator, series_id, "regular")


def dates_become(person: Person, series_id: str, state: str) -> None:
    """Wait until all dates of a series are in a state."""

    def look() -> bool | None:
        items = person.call("GET", f"{GROUPS}/series/{series_id}/dates")["items"]
        return {each["state"] for each in items} == {state} or None

    wait_for(f"Dates that are {state}", look)


def move_on(stage: Stage, member: Person) -> None:
    """Move to another centre, which says yes; the handle stays."""
    there, coordinator = sign_in_coordinator(stage)
    consent = {
        "recipient": there.id,
        "purpose": "transfer",
        "expires_at": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
    }
    member.call("PUT", f"{ROOT}/me/leaving", json={"choice": "move", "consent": consent})
    moves = coordinator.call("GET", f"{ROOT}/centre/moves", query={"page_size": "100"})["items"]
    [wish] = [each for each in moves if each["handle"] == member.handle]
    coordinator.call("POST", f"{ROOT}/centre/moves/{wish['id']}/acceptance")
    me = member.call("GET", f"{ROOT}/me")
    assert (me["home_centre_id"], me["handle"]) == (there.id, member.handle)


def be_erased(member: Person) -> None:
    """Choose to be erased, which ends every session and goes through every service."""
    chosen: dict[str, Any] = {"choice": "erase", "erasure": {"word": WORD}}
    member.call("PUT", f"{ROOT}/me/leaving", json=chosen)
    again = {"refresh_token": member.refresh_token}
    assert refusal(member, "POST", f"{ROOT}/sessions/refresh", json=again)[0] == 401
    answers = wait_for("The end of the erasure", lambda: answers_of(member), ERASED_WITHIN)
    assert answers == {"alumni", "groups", "notify"}


def answers_of(member: Person) -> set[str] | None:
    """Return which services have erased the member, once the erasure is closed."""
    try:
        erasure = member.call("GET", f"{ROOT}/me/erasure")
    except Refused:
        return None
    return {each["service"] for each in erasure["answers"]} if erasure["closed_at"] else None
