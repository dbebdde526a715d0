"""Milestones: found once, shared by choice with each audience, and met with fixed words."""

from datetime import UTC, datetime, timedelta

import pytest

from alumni.adapters.stores import Stores
from alumni.domain.member import Member
from alumni.handlers.milestones import find_reached
from alumni.handlers.profile import change
from alumni.handlers.sobriety import record_slip, start_streak, undo_slip
from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.people import become_partners, newcomer, profile

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CENTRE = "c" * 32


class Walk:
    """A member whose streak begins now, and three others: a partner, a mentor and one of the same centre."""

    def __init__(self, person: Person) -> None:
        self.stores = Stores(person.database)
        self.asha, self.partner, self.mentor, self.fellow = (newcomer(person, n) for n in range(1, 5))
        become_partners(self.asha, self.partner)
        ids = {"mentor_id": profile(self.mentor)["id"], "mentee_id": profile(self.asha)["id"]}
        person.database["pairs"].insert_one({"_id": new_id(), **ids, "state": "active"})
        for each in (self.asha, self.fellow):
            change(profile(each)["id"], lambda m: m.confirm_home(CENTRE), members=self.stores.members)
        self.member: Member = self.stores.members.get(profile(self.asha)["id"])
        start_streak(self.member, NOW, records=self.stores.sobriety, at=NOW)

    def look(self, at: datetime) -> int:
        return find_reached(
            records=self.stores.sobriety,
            milestones=self.stores.milestones,
            companionship=self.stores.companionship,
            at=at,
        )

    def names(self) -> list[str]:
        return [each["milestone"] for each in self.asha.get("/me/milestones").json["items"]]

    def first_day(self) -> str:
        self.look(NOW + timedelta(days=1))
        milestone_id: str = self.asha.get("/me/milestones").json["items"][0]["id"]
        return milestone_id


@pytest.fixture
def walk(person: Person) -> Walk:
    return Walk(person)


def feed(person: Person) -> list[str]:
    return [each["milestone"] for each in person.get("/milestones").json["items"]]


def test_milestones_are_found_one_at_a_time_and_once(walk: Walk):
    assert walk.look(NOW + timedelta(hours=23)) == 0
    for days in (1, 1, 7, 30, 30):
        walk.look(NOW + timedelta(days=days))

    assert walk.names() == ["30-days", "7-days", "24-hours"]
    outboxes = [row["outbox"] for row in walk.stores.database["milestones"].find()]
    assert [len(outbox) for outbox in outboxes] == [1, 1, 1]


def test_after_days_without_a_look_each_is_found_by_its_own_look(walk: Walk):
    for _ in range(4):
        walk.look(NOW + timedelta(days=40))

    assert walk.names() == ["30-days", "7-days", "24-hours"]


def test_a_crash_between_keeping_and_looking_on_tells_nothing_twice(walk: Walk):
    before = walk.stores.database["sobriety"].find_one({"_id": walk.member.id})
    walk.look(NOW + timedelta(days=1))
    walk.stores.database["sobriety"].replace_one({"_id": walk.member.id}, before)

    walk.look(NOW + timedelta(days=1))

    assert walk.names() == ["24-hours"]


def test_a_new_streak_reaches_them_anew_and_a_slip_undone_does_not(walk: Walk):
    records, day = walk.stores.sobriety, NOW + timedelta(days=8)
    walk.look(NOW + timedelta(days=1))
    walk.look(NOW + timedelta(days=7))
    slip, _ = record_slip(walk.member, day, again=True, records=records, at=day)
    undo_slip(walk.member, slip.slip_id, records=records, at=day)
    walk.look(day + timedelta(days=2))
    assert walk.names() == ["7-days", "24-hours"]

    record_slip(walk.member, day + timedelta(days=2), again=True, records=records, at=day + timedelta(days=2))
    walk.look(day + timedelta(days=3))

    assert walk.names() == ["24-hours", "7-days", "24-hours"]


def test_nobody_sees_a_milestone_that_is_not_shared(walk: Walk):
    milestone_id = walk.first_day()

    for other in (walk.partner, walk.mentor, walk.fellow):
        assert feed(other) == []
        said = other.call("PUT", f"/milestones/{milestone_id}/congratulations", json={"word": "well-done"})
        assert said.status_code == 404


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        ("partners", (True, False, False)),
        ("mentor", (False, True, False)),
        ("centre", (False, False, True)),
        ("network", (True, True, True)),
    ],
)
def test_each_audience_sees_what_is_shared_with_it_until_it_is_taken_back(
    walk: Walk, audience: str, seen: tuple[bool, ...]
):
    milestone_id = walk.first_day()
    others = (walk.partner, walk.mentor, walk.fellow)
    path = f"/me/milestones/{milestone_id}/shares"

    assert walk.asha.post(path, {"audience": audience}).status_code == 204
    assert walk.partner.post(path, {"audience": audience}).status_code == 404

    assert tuple(bool(feed(other)) for other in others) == seen
    said = [
        other.call("PUT", f"/milestones/{milestone_id}/congratulations", json={"word": "well-done"})
        for other in others
    ]
    assert [each.status_code for each in said] == [204 if each else 404 for each in seen]
    assert walk.asha.delete(f"{path}/{audience}").status_code == 204
    assert [feed(other) for other in others] == [[], [], []]


def test_one_word_a_person_is_told_once_and_can_be_taken_back(walk: Walk):
    milestone_id = walk.first_day()
    walk.asha.post(f"/me/milestones/{milestone_id}/shares", {"audience": "network"})
    path = f"/milestones/{milestone_id}/congratulations"
    for word in ("well-done", "keep-walking"):
        walk.partner.call("PUT", path, json={"word": word})
    assert walk.asha.get("/me/milestones").json["items"][0]["congratulations"] == [
        {"word": "keep-walking", "count": 1}
    ]
    assert walk.partner.get("/milestones").json["items"][0]["my_word"] == "keep-walking"

    assert walk.partner.delete(path).status_code == 204
    walk.partner.call("PUT", path, json={"word": "well-done"})

    [document] = walk.stores.database["congratulations"].find()
    assert [entry["data"]["milestone_id"] for entry in document["outbox"]] == [milestone_id]
    assert walk.partner.call("PUT", path, json={"word": "you owe me"}).status_code == 422


def test_whom_a_block_parts_see_nothing_of_each_other(walk: Walk):
    milestone_id = walk.first_day()
    walk.asha.post(f"/me/milestones/{milestone_id}/shares", {"audience": "network"})
    block = {"by": walk.member.id, "whom": profile(walk.fellow)["id"]}
    walk.stores.database["blocks"].insert_one({"_id": new_id(), **block})

    assert feed(walk.fellow) == []
    path = f"/milestones/{milestone_id}/congratulations"
    assert walk.fellow.call("PUT", path, json={"word": "well-done"}).status_code == 404


def test_without_a_home_there_is_no_centre_to_share_with(person: Person):
    walk = Walk(person)
    change(walk.member.id, Member.leave_home, members=walk.stores.members)

    shared = walk.asha.post(f"/me/milestones/{walk.first_day()}/shares", {"audience": "centre"})

    assert shared.status_code == 409
