"""Every published fixture is read, and whatever is not as agreed is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema, ValidationError

from notify import inbound

FIXTURES = Path(__file__).parents[3] / "contracts" / "fixtures"
SCHEMAS: dict[str, type[Schema]] = {
    "alumni.sign-in.code-requested.v2": inbound.CodeRequested,
    "alumni.member.joined.v2": inbound.MemberJoined,
    "alumni.member.contact-added.v2": inbound.ContactAdded,
    "alumni.member.contact-removed.v1": inbound.ContactRemoved,
    "alumni.member.preferences-changed.v1": inbound.PreferencesChanged,
    "groups.registration.confirmed.v1": inbound.RegistrationChanged,
    "groups.registration.promoted.v1": inbound.RegistrationPromoted,
    "groups.registration.released.v1": inbound.RegistrationChanged,
    "groups.registration.cancelled.v1": inbound.RegistrationChanged,
    "groups.registration.queued.v1": inbound.RegistrationQueued,
    "groups.registration.meeting-cancelled.v1": inbound.MeetingChanged,
    "groups.registration.meeting-changed.v1": inbound.MeetingChanged,
    "groups.absence.noticed.v1": inbound.NeedsSomebody,
    "groups.board.alerted.v1": inbound.NeedsSomebody,
    "groups.group.suspended.v1": inbound.GroupSuspended,
    "alumni.member.role-granted.v1": inbound.RoleChanged,
    "alumni.member.role-withdrawn.v1": inbound.RoleChanged,
    "alumni.member.home-changed.v1": inbound.HomeChanged,
    "alumni.consent.given.v1": inbound.ConsentChanged,
    "alumni.consent.withdrawn.v1": inbound.ConsentChanged,
    "alumni.member.erased.v1": inbound.MemberErased,
    "alumni.break-glass.opened.v1": inbound.BreakGlassOpened,
}


def fixtures(kind: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((FIXTURES / f"{kind}.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_published_fixture_is_read(kind):
    for data in fixtures(kind):
        assert SCHEMAS[kind]().load(data)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_an_added_field_is_passed_over(kind):
    data = {**fixtures(kind)[0], "added_later": {"by": "its owner"}}

    assert "added_later" not in SCHEMAS[kind]().load(data)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_missing_field_is_refused_by_its_name(kind):
    schema = SCHEMAS[kind]()
    with pytest.raises(ValidationError) as refused:
        schema.load({})

    required = {name for name, field in schema.fields.items() if field.required}
    assert set(refused.value.normalized_messages()) == required


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("alumni.member.joined.v2", "time_zone", "Mars/Olympus"),
        ("alumni.member.joined.v2", "time_zone", "../../etc/passwd"),
        ("alumni.member.joined.v2", "language", "fr"),
        ("alumni.member.contact-added.v2", "channel", "pigeon"),
        ("alumni.sign-in.code-requested.v2", "expires_at", "soon"),
        ("groups.registration.confirmed.v1", "member_id", "nobody"),
        ("groups.registration.queued.v1", "position", "1"),
        ("groups.registration.queued.v1", "position", 0),
        ("groups.registration.meeting-cancelled.v1", "member_ids", ["x"]),
    ],
)
def test_a_value_of_another_kind_is_refused(kind, field, value):
    with pytest.raises(ValidationError) as refused:
        SCHEMAS[kind]().load({**fixtures(kind)[0], field: value})

    assert set(refused.value.normalized_messages()) == {field}
