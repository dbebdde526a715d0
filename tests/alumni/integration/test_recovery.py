"""Winning an account back: two different persons, a wait, and nothing told to a stranger."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from alumni.adapters.stores import Stores
from alumni.domain.access import Caller
from alumni.domain.allowance import Limits
from alumni.domain.contact import SealedContact
from alumni.domain.errors import RefreshTokenRefused
from alumni.domain.errors.recovery import CoordinatorNeeded, RecoveryDecided, RecoveryUnknown
from alumni.domain.handle import Handle
from alumni.domain.member import Member
from alumni.domain.recovery import Recovery, RecoveryState
from alumni.domain.session import RefreshToken
from alumni.handlers import recovery as handlers
from alumni.handlers.profile import change
from tests.alumni.client import Person
from tests.alumni.keys import HASHES, phone
from tests.alumni.worlds import World, on_mongodb

CENTRE = "c" * 32
NEW = "+919876599999"


def coordinator(number: int, centre_id: str = CENTRE) -> Caller:
    return Caller(member_id=f"{number:032x}", roles=frozenset({"member", "coordinator"}), centre_id=centre_id)


def administrator(number: int) -> Caller:
    roles = frozenset({"member", "network-administrator"})
    return Caller(member_id=f"{number:032x}", roles=roles, centre_id=None)


class Desk:
    """A member of a centre who lost their phone, and those who help."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.stores = Stores(database)
        self.world: World = on_mongodb(database)
        signed_in = self.world.sign_in()
        self.old_token: RefreshToken = signed_in.tokens.refresh_token
        self.member: Member = change(
            signed_in.member.id, lambda member: member.confirm_home(CENTRE), members=self.world.members
        )

    @property
    def now(self) -> datetime:
        return self.world.now

    def ask(
        self, handle: Handle | None = None, centre_id: str = CENTRE, contact: SealedContact | None = None
    ) -> Recovery:
        attempt, code = self.world.request(contact or phone(NEW))
        command = handlers.AskRecovery(
            attempt_id=attempt.id,
            code=code,
            handle=handle or self.member.handle,
            centre_id=centre_id,
            address_hash="-",
        )
        return handlers.ask_recovery(
            command,
            attempts=self.world.attempts,
            members=self.world.members,
            recoveries=self.stores.recoveries,
            allowances=self.world.allowances,
            limits=Limits(),
            hashes=HASHES,
            at=self.now,
        )

    def approve(self, recovery: Recovery, caller: Caller, *, in_person: bool = False) -> Recovery:
        return handlers.approve_recovery(
            caller,
            recovery.id,
            in_person=in_person,
            recoveries=self.stores.recoveries,
            members=self.world.members,
            sessions=self.world.sessions,
            at=self.now,
        )

    def refuse(self, recovery: Recovery, caller: Caller) -> None:
        handlers.refuse_recovery(caller, recovery.id, recoveries=self.stores.recoveries, at=self.now)

    def round(self) -> int:
        return handlers.carry_out_due(
            recoveries=self.stores.recoveries,
            members=self.world.members,
            sessions=self.world.sessions,
            at=self.now,
        )

    def reaches(self, number: str) -> bool:
        found = self.world.members.reached_by(phone(number).index)
        return found is not None and found.id == self.member.id


@pytest.fixture
def desk(database: Database[dict[str, Any]]) -> Desk:
    return Desk(database)


def test_two_who_saw_the_person_give_the_account_back_at_once(desk: Desk):
    recovery = desk.ask()

    desk.approve(recovery, coordinator(1), in_person=True)
    assert not desk.reaches(NEW)
    done = desk.approve(recovery, coordinator(2), in_person=True)

    assert done.state is RecoveryState.DONE
    assert desk.reaches(NEW)
    assert desk.world.members.reached_by(phone().index) is None
    with pytest.raises(RefreshTokenRefused):
        desk.world.sessions.rotate(desk.old_token, desk.old_token.following(), at=desk.now)


def test_without_both_having_seen_the_person_it_waits_a_day_from_the_asking(desk: Desk):
    recovery = desk.ask()
    desk.approve(recovery, coordinator(1), in_person=True)
    desk.approve(recovery, administrator(2))

    desk.world.later(hours=23, minutes=59)
    assert (desk.round(), desk.reaches(NEW)) == (0, False)
    desk.world.later(minutes=1)

    assert (desk.round(), desk.reaches(NEW)) == (1, True)
    assert desk.round() == 0


def test_one_person_counts_once_and_the_member_not_at_all(desk: Desk):
    recovery = desk.ask()
    themselves = Caller(
        member_id=desk.member.id, roles=frozenset({"member", "coordinator"}), centre_id=CENTRE
    )
    desk.approve(recovery, coordinator(1), in_person=True)

    for caller in (coordinator(1), themselves):
        with pytest.raises(RecoveryDecided):
            desk.approve(recovery, caller, in_person=True)
    assert not desk.reaches(NEW)


def test_two_network_administrators_are_not_enough(desk: Desk):
    recovery = desk.ask()
    desk.approve(recovery, administrator(1), in_person=True)

    with pytest.raises(CoordinatorNeeded):
        desk.approve(recovery, administrator(2), in_person=True)
    desk.approve(recovery, coordinator(3), in_person=True)

    assert desk.reaches(NEW)


def test_coordinators_of_other_centres_see_nothing_of_it(desk: Desk):
    recovery = desk.ask()

    with pytest.raises(RecoveryUnknown):
        desk.approve(recovery, coordinator(1, "d" * 32))
    with pytest.raises(RecoveryUnknown):
        desk.refuse(recovery, coordinator(1, "d" * 32))


def test_one_no_ends_it_also_during_the_wait(desk: Desk):
    recovery = desk.ask()
    for number in (1, 2):
        desk.approve(recovery, coordinator(number))
    desk.refuse(recovery, coordinator(3))
    desk.world.later(days=2)

    assert (desk.round(), desk.reaches(NEW)) == (0, False)
    with pytest.raises(RecoveryUnknown):
        desk.approve(recovery, coordinator(4))


def test_it_expires_after_seven_days(desk: Desk):
    recovery = desk.ask()
    desk.world.later(days=7)

    with pytest.raises(RecoveryUnknown):
        desk.approve(recovery, coordinator(1))


def test_what_fits_nobody_is_answered_alike_and_seen_by_nobody(desk: Desk):
    known = desk.ask()
    other = phone("+919876588888")
    desk.world.sign_in(phone("+919876577777"))
    misfits = [
        desk.ask(handle=Handle("nobody-1"), contact=other),
        desk.ask(centre_id="d" * 32, contact=other),
        desk.ask(contact=phone("+919876577777")),  # reaches somebody else
    ]

    for misfit in misfits:
        assert misfit.expires_at == known.expires_at == desk.now + timedelta(days=7)
        stored = desk.stores.database["recoveries"].find_one({"_id": misfit.id})
        assert stored is not None
        assert stored["outbox"] == []
        with pytest.raises(RecoveryUnknown):
            desk.approve(misfit, coordinator(1, misfit.centre_id))


def test_who_left_the_centre_during_the_wait_keeps_the_old_contact(desk: Desk):
    recovery = desk.ask()
    for number in (1, 2):
        desk.approve(recovery, coordinator(number))
    change(desk.member.id, Member.leave_home, members=desk.world.members)
    desk.world.later(days=1)

    assert (desk.round(), desk.reaches(NEW)) == (1, False)
    assert desk.stores.recoveries.get(recovery.id).state is RecoveryState.REFUSED


def test_over_http_the_answer_to_a_stranger_is_that_to_a_member(person: Person):
    handle = person.sign_in()["member"]["handle"]
    person.access_token = None
    answers = []
    for number, name in enumerate((handle, "nobody-1")):
        attempt_id, code = person.request_code(phone=f"+91987650000{number}")
        body = {"attempt_id": attempt_id, "code": code, "handle": name, "centre_id": CENTRE}
        answers.append(person.post("/sign-in/recoveries", body))

    assert [each.status_code for each in answers] == [202, 202]
    assert answers[0].json.keys() == answers[1].json.keys() == {"expires_at"}
    assert person.database["recoveries"].count_documents({}) == 2
