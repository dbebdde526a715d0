"""People who stopped coming: noticed once a gap, from real documents, and shown to who leads the meeting."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.access import Caller as Asking
from groups.domain.attendance import LOOKED_AT_AFTER
from groups.domain.commands import MarkAttendance
from groups.entrypoints.scheduler import CHORES
from groups.handlers.absences import notice_absences
from groups.handlers.attendance import mark_attendance
from tests.groups.api import Caller
from tests.groups.attending import a_date, a_group, facts, standing
from tests.groups.samples import CENTRE

COORDINATOR = Asking(member_id="f" * 32, roles=frozenset({"coordinator"}), centre_id=CENTRE)
LAST = timedelta(hours=2)  # after a start: the meeting is over and its list was looked at
CAME, MISSED, SKIPPED, UNTAKEN = "came", "missed", "skipped", "untaken"


def hold(
    stores: Stores, what: dict[str, str], starts_at: datetime, caller: Asking = COORDINATOR, **about: Any
) -> str:
    """Hold one date with a visitor, and members who came, missed or skipped, if its list is made at all."""
    seats = [standing(member_id) for member_id, how in what.items() if how != SKIPPED]
    occurrence_id = a_date(stores, starts_at, seats=seats, **about)
    if UNTAKEN in what.values():
        return occurrence_id
    came = frozenset({new_id(), *(member_id for member_id, how in what.items() if how == CAME)})
    order = MarkAttendance(
        caller=caller,
        occurrence_id=occurrence_id,
        present=came,
        absent=frozenset(),
        reason=None,
        at=starts_at,
    )
    mark_attendance(order, stores.attendances, stores.groups)
    return occurrence_id


def look(stores: Stores, at: datetime) -> int:
    return notice_absences(stores.absences, stores.groups, at + LAST + LOOKED_AT_AFTER)


def expected_gaps(histories: dict[str, list[str]]) -> set[tuple[str, int]]:
    """Walk through the taken dates in their order, and note the first of every three misses or more."""
    gaps = set()
    for member_id, history in histories.items():
        run: list[int] = []
        for number, how in enumerate(history):
            if how == UNTAKEN:
                continue
            run = [*run, number] if how == MISSED else []
            if len(run) == 3:
                gaps.add((member_id, run[0]))
    return gaps


how = st.sampled_from([CAME, MISSED, MISSED, MISSED, SKIPPED])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.tuples(how, how), st.just((UNTAKEN, UNTAKEN))), max_size=10))
def test_a_history_of_two_members_shows_the_gaps_that_a_plain_model_finds(stores, dates):
    series_id, members = new_id(), [new_id(), new_id()]
    start = utc_now() - timedelta(weeks=30)
    starts = [start + timedelta(weeks=number) for number in range(len(dates))]
    for starts_at, hows in zip(starts, dates, strict=True):
        hold(stores, dict(zip(members, hows, strict=True)), starts_at, series_id=series_id)
        look(stores, starts_at)
        look(stores, starts_at)

    found = stores.database["absences"].find({"series_id": series_id})
    gaps = {
        (each["member_id"], starts.index(min(starts, key=lambda at: abs(at - each["first_missed_at"]))))
        for each in found
    }
    histories = {member: [hows[number] for hows in dates] for number, member in enumerate(members)}
    assert gaps == expected_gaps(histories)


def three_missed(stores: Stores, member_id: str, caller: Asking = COORDINATOR, **about: Any) -> datetime:
    start = utc_now() - timedelta(weeks=5)
    for number in range(3):
        hold(stores, {member_id: MISSED}, start + timedelta(weeks=number), caller, **about)
    return start + timedelta(weeks=2)


def test_the_leaders_of_the_group_are_asked_once_and_the_member_is_in_no_fact(database, stores):
    leader_id, member_id = new_id(), new_id()
    group = a_group(stores, leader_id, member_id)
    leader = Asking(member_id=leader_id, roles=frozenset({"member"}), centre_id=None)
    last = three_missed(stores, member_id, leader, series_id=new_id(), group_id=group.id)

    assert [look(stores, last), look(stores, last)] == [1, 0]

    [(type_, data)] = facts(database, "absences")
    assert type_ == "groups.absence.noticed.v1"
    assert data["member_ids"] == [leader_id]
    assert member_id not in str(data)
    assert {"attendances", "absences"} <= set(Stores.outboxes)


def test_a_longer_gap_and_a_date_marked_late_ask_nobody_again(database, stores):
    member_id, series_id = new_id(), new_id()
    last = three_missed(stores, member_id, series_id=series_id)
    assert look(stores, last) == 1

    hold(stores, {member_id: MISSED}, last + timedelta(weeks=1), series_id=series_id)
    hold(stores, {member_id: MISSED}, last - timedelta(weeks=3), series_id=series_id)

    assert look(stores, last + timedelta(weeks=2)) == 0
    assert database["absences"].count_documents({}) == 1


def test_a_list_corrected_before_it_is_looked_at_makes_no_absence(stores):
    member_id, series_id, start = new_id(), new_id(), utc_now() - timedelta(days=2)
    for number in range(3):
        starts_at = start + number * timedelta(hours=3)
        occurrence_id = hold(stores, {member_id: MISSED}, starts_at, series_id=series_id)
    order = MarkAttendance(
        caller=COORDINATOR,
        occurrence_id=occurrence_id,
        present=frozenset({member_id}),
        absent=frozenset(),
        reason=None,
        at=starts_at + timedelta(minutes=50),
    )
    mark_attendance(order, stores.attendances, stores.groups)

    assert look(stores, starts_at) == 0


def test_the_scheduler_notices_absences(stores):
    three_missed(stores, new_id(), series_id=new_id())

    assert CHORES["absences_noticed"](stores, utc_now()) == 1
    assert CHORES["absences_noticed"](stores, utc_now()) == 0


def test_leaders_see_absences_of_their_own_meetings_and_close_them(app, stores):
    leader, member_id = Caller.member(app), new_id()
    group = a_group(stores, leader.member_id)
    asking = Asking(member_id=leader.member_id, roles=frozenset({"member"}), centre_id=None)
    look(stores, three_missed(stores, member_id, asking, series_id=new_id(), group_id=group.id))
    look(stores, three_missed(stores, new_id(), series_id=new_id()))
    stranger, coordinator = Caller.member(app), Caller.coordinator(app)

    [shown] = leader.get("/absences").json["items"]
    assert shown["member_id"] == member_id
    assert len(coordinator.get("/absences").json["items"]) == 2
    assert stranger.get("/absences").json["items"] == []

    closing = {"json": {"how": "reached"}}
    assert stranger.post(f"/absences/{shown['id']}/closure", **closing).json["code"] == "absence-unknown"
    assert stranger.post(f"/absences/{new_id()}/closure", **closing).json["code"] == "absence-unknown"
    closed = leader.post(f"/absences/{shown['id']}/closure", **closing)
    assert closed.json["closure"]["how"] == "reached"
    assert closed.json["closure"]["by"] == leader.member_id
    assert coordinator.post(f"/absences/{shown['id']}/closure", json={"how": "left"}).status_code == 409
    assert leader.get("/absences").json["items"] == []
    assert [each["id"] for each in leader.get("/absences", closed="true").json["items"]] == [shown["id"]]


def test_absences_come_in_pages(app, stores):
    series_id = new_id()
    start = utc_now() - timedelta(weeks=5)
    members = {new_id(): MISSED for _ in range(5)}
    for number in range(3):
        hold(stores, members, start + timedelta(weeks=number), series_id=series_id)
    assert look(stores, utc_now()) == 5
    coordinator = Caller.coordinator(app)

    first = coordinator.get("/absences", page_size=3).json
    second = coordinator.get("/absences", page_size=3, cursor=first["next_cursor"]).json

    assert len({each["id"] for page in (first, second) for each in page["items"]}) == 5
    assert second["next_cursor"] is None
