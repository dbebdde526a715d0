"""Members and what they change, on stores in memory and on MongoDB."""

from typing import Any

import pytest
from pymongo.database import Database

from alumni.domain.commands import AddCentre, AppointCoordinator, AppointNetworkAdministrator, ChangeProfile
from alumni.domain.contact import Channel, Language
from alumni.domain.errors import (
    CentreDiffers,
    CentreUnknown,
    CodeExpired,
    CodeWrong,
    ContactTaken,
    HandleTaken,
    MemberUnknown,
    StaleAggregate,
)
from alumni.domain.handle import Handle
from alumni.domain.member import Member, Role
from alumni.handlers import staff
from alumni.handlers.profile import change, change_profile
from tests.alumni.keys import email, phone
from tests.alumni.parallel import at_once
from tests.alumni.worlds import World, in_memory, on_mongodb, other_code


def rename(world: World, member_id: str, spelling: str) -> Member:
    return change_profile(
        ChangeProfile(member_id=member_id, handle=Handle.parse(spelling)), members=world.members
    )


def test_handle_is_unique_whatever_its_case(world: World):
    first, second = world.sign_in().member, world.sign_in(email()).member
    rename(world, first.id, "River-7")

    with pytest.raises(HandleTaken):
        rename(world, second.id, "RIVER-7")
    assert rename(world, first.id, "river-7").handle.spelling == "river-7"


def test_preferences_are_kept_and_what_is_not_named_stays(world: World):
    member = world.sign_in().member

    change_profile(ChangeProfile(member_id=member.id, language=Language.HINDI), members=world.members)
    kept = change_profile(
        ChangeProfile(member_id=member.id, time_zone="Europe/London"), members=world.members
    )

    assert world.members.get(member.id) == kept
    assert world.members.whereabouts(member.id) == kept.whereabouts
    assert (kept.language, kept.time_zone, kept.handle) == (Language.HINDI, "Europe/London", member.handle)


def test_unknown_member_is_unknown(world: World):
    with pytest.raises(MemberUnknown):
        rename(world, "0" * 32, "river-7")
    with pytest.raises(MemberUnknown):
        world.members.whereabouts("0" * 32)


def test_save_of_an_outdated_member_is_refused(world: World):
    member = world.sign_in().member
    outdated = world.members.get(member.id)
    rename(world, member.id, "river-7")

    outdated.prefer(language=Language.HINDI, time_zone=None)
    with pytest.raises(StaleAggregate):
        world.members.save(outdated)

    assert world.members.get(member.id).language is Language.ENGLISH


def test_change_begins_again_three_times_and_then_gives_up(world: World):
    member = world.sign_in().member
    tries = []

    def disturbed(found: Member, times: int) -> None:
        tries.append(found.version)
        if len(tries) <= times:
            world.members.save(world.members.get(member.id))
        found.rename(Handle("river-7"))

    assert change(member.id, lambda found: disturbed(found, 3), members=world.members).handle.key == "river-7"
    assert len(tries) == 4
    tries.clear()
    with pytest.raises(StaleAggregate):
        change(member.id, lambda found: disturbed(found, 4), members=world.members)


def test_right_code_adds_a_contact_that_signs_the_same_member_in(world: World):
    member = world.sign_in().member
    attempt, code = world.request(email(), member_id=member.id)

    added = world.add_contact(member.id, attempt.id, code)

    assert set(added.contacts) == {Channel.SMS, Channel.EMAIL}
    assert world.sign_in(email()).member.id == member.id


def test_new_contact_of_a_channel_replaces_the_former_one(world: World):
    member = world.sign_in().member
    attempt, code = world.request(phone("+919876543211"), member_id=member.id)
    world.add_contact(member.id, attempt.id, code)

    assert world.sign_in(phone("+919876543211")).member.id == member.id
    assert world.sign_in(phone()).joined_now


def test_contact_of_another_member_is_refused_only_to_who_holds_its_code(world: World):
    holder, member = world.sign_in(email()).member, world.sign_in().member
    attempt, code = world.request(email(), member_id=member.id)

    with pytest.raises(CodeWrong):
        world.add_contact(member.id, attempt.id, other_code(code))
    with pytest.raises(CodeExpired):
        world.add_contact(holder.id, attempt.id, code)
    with pytest.raises(ContactTaken):
        world.add_contact(member.id, attempt.id, code)

    assert set(world.members.get(member.id).contacts) == {Channel.SMS}


def test_handle_that_16_members_want_at_once_goes_to_one(world: World):
    members = [world.sign_in(phone(f"+9198765432{number:02d}")).member for number in range(16)]

    answers = at_once(16, lambda number: rename(world, members[number].id, "river-7"))

    assert sum(isinstance(each, Member) for each in answers) == 1
    assert sum(isinstance(each, HandleTaken) for each in answers) == 15


def test_centre_is_added_once_and_its_id_names_no_other(world: World):
    command = AddCentre(centre_id="c" * 32, name="Sandbox Centre", city="Ludhiana")
    for _ in range(2):
        staff.add_centre(command, centres=world.centres)

    with pytest.raises(CentreDiffers):
        staff.add_centre(
            AddCentre(centre_id="c" * 32, name="Another", city="Ludhiana"), centres=world.centres
        )
    assert world.centres.get("c" * 32).name == "Sandbox Centre"


def test_coordinator_is_appointed_before_or_after_their_first_sign_in(world: World):
    staff.add_centre(AddCentre(centre_id="c" * 32, name="A", city="B"), centres=world.centres)
    known = world.sign_in(phone()).member
    for contact in (phone(), phone(), phone("+919876543211")):
        appointed = staff.appoint_coordinator(
            AppointCoordinator(contact=contact, centre_id="c" * 32),
            centres=world.centres,
            members=world.members,
            at=world.now,
        )
        assert appointed.roles == {"member", "coordinator"}
        assert appointed.centre_id == "c" * 32

    assert world.members.get(known.id).roles == {"member", "coordinator"}
    assert world.sign_in(phone("+919876543211")).member.id == appointed.id


def test_coordinator_of_an_unknown_centre_is_not_appointed(world: World):
    with pytest.raises(CentreUnknown):
        staff.appoint_coordinator(
            AppointCoordinator(contact=phone(), centre_id="c" * 32),
            centres=world.centres,
            members=world.members,
            at=world.now,
        )
    assert world.members.reached_by(phone().index) is None


def test_network_administrator_is_appointed(world: World):
    member = staff.appoint_network_administrator(
        AppointNetworkAdministrator(contact=phone()), members=world.members, at=world.now
    )

    assert world.members.get(member.id).roles == {"member", "network-administrator"}


def test_roles_are_told_when_they_change_and_only_then():
    member = in_memory().sign_in(phone()).member

    for step in (
        lambda: member.appoint_coordinator("c" * 32),
        lambda: member.appoint_coordinator("c" * 32),
        lambda: member.appoint_coordinator("d" * 32),
        member.appoint_network_administrator,
        member.appoint_network_administrator,
        lambda: member.withdraw(Role.COORDINATOR),
        lambda: member.withdraw(Role.COORDINATOR),
    ):
        step()

    assert [(type(event).__name__, event.centre_id) for event in member.events] == [
        ("RoleGranted", "c" * 32),
        ("RoleWithdrawn", "c" * 32),
        ("RoleGranted", "d" * 32),
        ("RoleGranted", None),
        ("RoleWithdrawn", "d" * 32),
    ]


def test_events_are_told_in_order_in_memory():
    world = in_memory()
    member = _busy_member(world)

    assert [event.type for event in world.members.outbox] == EVENTS_OF_A_BUSY_MEMBER
    assert world.members.get(member.id).sequence == 3


def test_events_are_kept_with_the_member_that_caused_them(database: Database[dict[str, Any]]):
    world = on_mongodb(database)
    member = _busy_member(world)

    document = database["members"].find_one({"_id": member.id})

    assert document is not None
    assert [entry["type"] for entry in document["outbox"]] == EVENTS_OF_A_BUSY_MEMBER
    assert [entry["seq"] for entry in document["outbox"]] == [1, 2, 3]
    assert document["sequence"] == 3
    attempt = database["sign_in_attempts"].find_one({"member_id": None})
    assert attempt is not None
    assert [entry["type"] for entry in attempt["outbox"]] == ["alumni.sign-in.code-requested.v2"]


EVENTS_OF_A_BUSY_MEMBER = [
    "alumni.member.joined.v2",
    "alumni.member.preferences-changed.v1",
    "alumni.member.contact-added.v2",
]


def _busy_member(world: World) -> Member:
    """Join, change nothing, change the language, add an address twice, change the handle."""
    member = world.sign_in().member
    for language in (Language.ENGLISH, Language.HINDI):
        change_profile(ChangeProfile(member_id=member.id, language=language), members=world.members)
    for _ in range(2):
        attempt, code = world.request(email(), member_id=member.id)
        world.add_contact(member.id, attempt.id, code)
    return rename(world, member.id, "river-7")
