"""Joining, on stores in memory and on MongoDB: who may, with what, and what it costs to be refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alumni.domain.access import Caller
from alumni.domain.centre import Centre
from alumni.domain.commands import AppointCoordinator
from alumni.domain.errors import CentreUnknown, CodeExpired, TooManyCodes
from alumni.domain.errors.joining import (
    AdultsOnly,
    HomeSettled,
    InvitationRefused,
    InvitationUnknown,
    InvitersOnly,
    JoiningRequired,
    MembershipNeeded,
    NoticeOutdated,
    NotWaiting,
)
from alumni.domain.joining import Joining
from alumni.domain.member import Gender, HomeState
from alumni.handlers import home, inviting, staff
from alumni.handlers.access import home_of, own_member
from alumni.handlers.sign_in import SignedIn
from tests.alumni.keys import HASHES, phone
from tests.alumni.parallel import at_once
from tests.alumni.worlds import JOINING, World

CENTRE = "c" * 32
COORDINATOR = Caller(member_id="a" * 32, roles=frozenset({"member", "coordinator"}), centre_id=CENTRE)
ADDRESS = HASHES.of_address("192.0.2.1")


@pytest.fixture(autouse=True)
def _centre(world: World) -> None:
    world.centres.add(Centre(id=CENTRE, name="Sandbox Centre", city="Ludhiana"))


def invite(world: World, count: int = 1, valid_days: int = 30) -> list[str]:
    invited = inviting.invite_for_centre(
        COORDINATOR, count=count, valid_days=valid_days, door=world.door, at=world.now
    )
    return [each.code for each in invited]


def join(world: World, number: int = 0, joining: Joining = JOINING) -> SignedIn:
    attempt, code = world.request(phone(f"+91987654{number:04d}"))
    return world.enter(attempt.id, code, joining=joining)


def invited_by(code: str) -> Joining:
    return replace(JOINING, invitation=code)


def test_unknown_contact_makes_no_member_and_the_code_stays_good(world: World):
    attempt, code = world.request()

    for _ in range(3):
        with pytest.raises(JoiningRequired):
            world.enter(attempt.id, code, joining=None)

    assert world.members.reached_by(phone().index) is None
    assert world.enter(attempt.id, code).joined_now
    with pytest.raises(CodeExpired):
        world.enter(attempt.id, code)


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (replace(JOINING, adult=False), AdultsOnly),
        (replace(JOINING, notice="1999-01"), NoticeOutdated),
        (replace(JOINING, purposes=frozenset({"messages"})), MembershipNeeded),
        (replace(JOINING, invitation="0000000000"), InvitationRefused),
        (replace(JOINING, centre_id="d" * 32), CentreUnknown),
    ],
)
def test_refused_joining_makes_no_member_and_the_code_stays_good(world: World, wish, refusal):
    attempt, code = world.request()

    with pytest.raises(refusal):
        world.enter(attempt.id, code, joining=wish)

    assert world.members.reached_by(phone().index) is None
    assert world.enter(attempt.id, code).joined_now


def test_who_is_too_young_is_told_who_helps(world: World):
    with pytest.raises(AdultsOnly) as refusal:
        join(world, joining=replace(JOINING, adult=False))

    assert {"number": "1098", "name": "Children"} in refusal.value.members["help"]


def test_member_who_has_joined_just_signs_in(world: World):
    joined = join(world).member
    attempt, code = world.request(phone("+919876540000"))

    signed_in = world.enter(attempt.id, code, joining=None)

    assert (signed_in.member.id, signed_in.joined_now) == (joined.id, False)


def test_joining_keeps_the_notice_the_consents_and_what_was_said(world: World):
    wish = replace(
        JOINING, purposes=frozenset({"membership", "figures"}), gender=Gender.WOMAN, languages=("pa",)
    )

    member = world.members.get(join(world, joining=wish).member.id)

    assert (member.notice, member.gender, member.languages) == (JOINING.notice, "woman", ("pa",))
    granted = {
        purpose
        for purpose in ("membership", "figures", "mentoring")
        if world.consents.granted(member.id, purpose, at=world.now)
    }
    assert granted == {"membership", "figures"}


def test_person_appointed_by_the_operator_joins_with_the_first_code(world: World):
    appointed = staff.appoint_coordinator(
        AppointCoordinator(contact=phone(), centre_id=CENTRE),
        centres=world.centres,
        members=world.members,
        at=world.now,
    )
    attempt, code = world.request()
    with pytest.raises(JoiningRequired):
        world.enter(attempt.id, code, joining=None)

    signed_in = world.enter(attempt.id, code)

    assert (signed_in.member.id, signed_in.joined_now) == (appointed.id, True)
    assert signed_in.member.centre_id == CENTRE


def test_invitation_of_a_centre_makes_it_the_home_centre_once(world: World):
    [code] = invite(world)

    member = join(world, joining=invited_by(code)).member

    assert (member.home_centre_id, member.home_state) == (CENTRE, HomeState.CONFIRMED)
    assert own_member(COORDINATOR, member.id, world.members).id == member.id
    with pytest.raises(InvitationRefused):
        join(world, 1, invited_by(code))


def test_invitation_that_16_people_use_at_once_lets_one_in(world: World):
    [code] = invite(world)

    answers = at_once(16, lambda number: join(world, number, invited_by(code)))

    assert sum(isinstance(each, SignedIn) for each in answers) == 1
    assert sum(isinstance(each, InvitationRefused) for each in answers) == 15


def test_used_expired_withdrawn_and_unknown_invitations_are_refused_alike(world: World):
    used, withdrawn = invite(world, 2)
    [old] = invite(world, valid_days=1)
    join(world, joining=invited_by(used))
    found = world.invitations.find(HASHES.of_invitation(withdrawn))
    assert found
    world.invitations.withdraw(found.id, centre_id=CENTRE, invited_by=None, at=world.now)
    world.later(days=1)

    for number, code in enumerate((used, withdrawn, old, "0000000000"), start=1):
        with pytest.raises(InvitationRefused) as refusal:
            join(world, number, invited_by(code))
        assert refusal.value.args == ()


def test_guesses_at_invitations_are_counted_by_contact(world: World):
    world.limits = replace(world.limits, per_contact=5)
    attempt, code = world.request()
    for _ in range(5):
        with pytest.raises(InvitationRefused):
            world.enter(attempt.id, code, joining=invited_by("0000000000"))

    with pytest.raises(TooManyCodes):
        world.enter(attempt.id, code, joining=invited_by("0000000000"))


def test_invitation_of_another_centre_cannot_be_withdrawn_nor_printed(world: World):
    codes = invite(world)
    found = world.invitations.find(HASHES.of_invitation(codes[0]))
    assert found
    other = replace(COORDINATOR, centre_id="d" * 32)

    with pytest.raises(InvitationUnknown):
        world.invitations.withdraw(found.id, centre_id="d" * 32, invited_by=None, at=world.now)
    with pytest.raises(InvitationUnknown):
        inviting.check_printable(other, codes, door=world.door, at=world.now)
    assert inviting.check_printable(COORDINATOR, codes, door=world.door, at=world.now)[0].id == found.id


def test_only_the_coordinator_of_a_centre_invites_for_it(world: World):
    for caller in (
        replace(COORDINATOR, roles=frozenset({"member"})),
        replace(COORDINATOR, centre_id="d" * 32),
    ):
        with pytest.raises(InvitersOnly):
            inviting.invite_for_centre(caller, count=1, valid_days=1, door=world.door, at=world.now)


def test_centre_says_yes_to_who_came_alone(world: World):
    member = join(world, joining=replace(JOINING, centre_id=CENTRE)).member
    assert (member.home_state, home_of(member.id, world.members)) == (HomeState.WAITING, None)

    for _ in range(2):
        home.confirm_home(COORDINATOR, member.id, members=world.members)

    assert home_of(member.id, world.members) == CENTRE


def test_centre_says_no_or_the_member_takes_the_wish_back(world: World):
    first, second = (join(world, n, replace(JOINING, centre_id=CENTRE)).member for n in range(2))

    home.refuse_home(COORDINATOR, first.id, members=world.members)
    home.leave_home(second.id, members=world.members)

    for member in (first, second):
        assert world.members.get(member.id).home_centre_id is None
        with pytest.raises(NotWaiting):
            home.confirm_home(COORDINATOR, member.id, members=world.members)


def test_centre_says_nothing_about_members_of_others_and_unknown_ones(world: World):
    member = join(world).member

    for member_id in (member.id, "0" * 32):
        with pytest.raises(NotWaiting):
            home.confirm_home(COORDINATOR, member_id, members=world.members)
        with pytest.raises(NotWaiting):
            home.refuse_home(COORDINATOR, member_id, members=world.members)


def test_member_finds_a_home_later_by_an_invitation_and_has_one_at_a_time(world: World):
    codes = invite(world, 2)
    member = join(world).member

    home.use_invitation(member.id, codes[0], ADDRESS, door=world.door, at=world.now)

    assert home_of(member.id, world.members) == CENTRE
    with pytest.raises(HomeSettled):
        home.use_invitation(member.id, codes[1], ADDRESS, door=world.door, at=world.now)
    with pytest.raises(HomeSettled):
        home.wish_home(member.id, CENTRE, door=world.door)
    found = world.invitations.find(HASHES.of_invitation(codes[1]))
    assert found
    assert found.is_good_for(None, world.now)


def test_invitation_expires_to_the_second(world: World):
    [code] = invite(world, valid_days=1)
    world.now += timedelta(days=1, seconds=-1)
    assert join(world, joining=invited_by(code)).joined_now
