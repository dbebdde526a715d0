"""A life is in danger: two persons open one contact, once, through Envoy and on all real engines."""

from __future__ import annotations

from typing import Any

from hamrah.demo.cast import new_address
from hamrah.demo.client import Person, Refused, wait_for
from hamrah.demo.stage import Stage
from hamrah.local.platform import Platform
from tests.journeys.centres import (
    ROOT,
    administrator,
    another_coordinator,
    joined,
    members_of,
    operate,
    refusal,
    text_with,
)

REASON = "They wrote a farewell on the board an hour ago."
TOLD = "two persons opened how to reach you"


def test_two_persons_open_one_contact_once_and_the_member_hears_of_it(
    platform: Platform, stage: Stage
) -> None:
    network = administrator(stage, platform)
    centre = joined(stage, network)
    [member] = members_of(stage, centre, 1)
    member.add_email(new_address())
    first, second = centre.coordinator, another_coordinator(stage, centre.coordinator)

    asked = first.call(
        "POST",
        f"{ROOT}/centre/members/{member.member_id}/break-glass",
        json={"threat_to_life": True, "reason": REASON, "channels": ["sms"]},
    )
    seen, confirmed = f"/api/notify/opened-contacts/{asked['id']}", f"{ROOT}/break-glass/{asked['id']}"
    assert refusal(first, "GET", seen)[0] == 404  # Nothing is opened by one person alone.
    assert refusal(first, "POST", f"{confirmed}/confirmation") == (409, "another-person")
    second.call("POST", f"{confirmed}/confirmation")

    text_with(stage, member, TOLD)
    assert refusal(second, "GET", seen)[0] == 404  # Whoever has not asked looks in vain, and takes nothing.
    shown = wait_for("The contact", lambda: opened(first, seen))
    assert shown == {"contacts": [{"channel": "sms", "contact": member.phone}]}
    assert refusal(first, "GET", seen)[0] == 404
    [told] = member.call("GET", f"{ROOT}/me/break-glass")["items"]
    assert (told["asked_by"], told["confirmed_by"]) == (first.member_id, second.member_id)
    assert told["reason"] == REASON
    assert "unbroken" in operate(platform, "audit", "verify")
    log = operate(platform, "audit", "list", "--about", member.member_id)
    assert log.index("break-glass-confirmed") < log.index("break-glass-asked")  # The last comes first.
    assert REASON not in log


def opened(person: Person, path: str) -> dict[str, Any] | None:
    """Look at an opened contact; before notify has heard of it, there is none."""
    try:
        return dict(person.call("GET", path))
    except Refused as refused:
        if refused.status != 404:
            raise
        return None
