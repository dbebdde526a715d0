"""What a group may be, who may know of it, and what a licence has to do with it."""

from datetime import date, timedelta

import pytest

from groups.domain.access import Caller
from groups.domain.errors import (
    GroupInconsistent,
    GroupUnknown,
    LicenceNotCurrent,
    NotOfYourCentre,
    NotYourGroup,
    TooManyLeaders,
)
from groups.domain.events import GroupCreated, GroupResumed, GroupSuspended
from groups.domain.group import MAX_LEADERS, Audience, Cause, Group, Kind, Status
from groups.handlers.access import Led, leads, led_group, led_series
from tests.groups.casts import OTHER_CENTRE, a_group, a_licence
from tests.groups.memory import MemoryStores
from tests.groups.samples import CENTRE

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
NEXT_YEAR = a_licence(expires_on=TODAY + 365 * DAY)


@pytest.mark.parametrize(
    "group",
    [
        a_group(fellowship="NA"),
        a_group(Kind.TWELVE_STEP, fellowship=None),
        a_group(licence=a_licence()),
        a_group(Kind.THERAPY, licence=None),
        a_group(Kind.THERAPY, open=True),
    ],
)
def test_a_group_that_contradicts_itself_is_refused(group: Group) -> None:
    with pytest.raises(GroupInconsistent):
        group.create(TODAY)
    assert group.events == []


def test_a_therapy_group_begins_only_with_a_licence_that_is_current() -> None:
    a_group(Kind.THERAPY, licence=a_licence(expires_on=TODAY)).create(TODAY)
    with pytest.raises(LicenceNotCurrent):
        a_group(Kind.THERAPY, licence=a_licence(expires_on=TODAY - DAY)).create(TODAY)


def test_a_lapsed_licence_suspends_once_and_a_renewed_one_resumes() -> None:
    group = a_group(Kind.THERAPY, licence=a_licence(expires_on=TODAY))
    group.create(TODAY)
    group.suspend_if_lapsed(TODAY)
    assert group.status is Status.ACTIVE
    for _ in range(2):
        group.suspend_if_lapsed(TODAY + DAY)
    with pytest.raises(LicenceNotCurrent):
        group.resume(TODAY + DAY)
    group.renew(NEXT_YEAR, TODAY + DAY)

    centres = {"group_id": group.id, "centre_ids": group.centre_ids}
    assert (group.status, group.cause) == (Status.ACTIVE, None)
    assert group.events == [
        GroupCreated(kind="therapy", **centres),
        GroupSuspended(cause="licence-lapsed", **centres),
        GroupResumed(**centres),
    ]


def test_a_renewed_licence_does_not_end_a_coordinators_suspension() -> None:
    group = a_group(Kind.THERAPY)
    group.suspend(Cause.BY_COORDINATOR)
    group.renew(NEXT_YEAR, TODAY)

    assert (group.status, group.cause) == (Status.SUSPENDED, Cause.BY_COORDINATOR)


def test_a_member_is_facilitator_or_co_facilitator_never_both() -> None:
    group = a_group()
    group.appoint("f", co=False)
    group.appoint("f", co=True)
    assert (group.facilitators, group.co_facilitators) == ((), ("f",))

    group.dismiss("f")
    group.dismiss("f")
    assert group.leader_ids == frozenset()


def test_a_group_has_so_many_facilitators_and_no_more() -> None:
    group = a_group()
    for number in range(MAX_LEADERS):
        group.appoint(f"f{number}", co=False)
    with pytest.raises(TooManyLeaders):
        group.appoint("one more", co=False)


@pytest.mark.parametrize(
    ("group", "discreet"),
    [
        (a_group(), False),
        (a_group(open=False), False),
        (a_group(Kind.TWELVE_STEP, open=False), False),
        (a_group(Kind.MENTOR_CIRCLE), False),
        (a_group(Kind.MENTOR_CIRCLE, open=False), True),
        (a_group(Kind.THERAPY), True),
    ],
)
def test_therapy_and_closed_circles_are_known_to_those_in_them_alone(group: Group, discreet: bool) -> None:
    assert group.discreet is discreet


def test_places_ask_for_membership_of_a_closed_group_and_for_what_it_is_for() -> None:
    group = a_group(open=False, audience=Audience.WOMEN)

    assert a_group().requires == ()
    assert group.requires == (f"member:{group.id}", "women")


def a_caller(member_id: str = "m", *roles: str, centre_id: str | None = None) -> Caller:
    return Caller(member_id=member_id, roles=frozenset(("member", *roles)), centre_id=centre_id)


@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        (a_caller("facilitator"), True),
        (a_caller("co-facilitator"), True),
        (a_caller("therapist"), True),
        (a_caller("m", "coordinator", centre_id=CENTRE), True),
        (a_caller("m", "coordinator", centre_id=OTHER_CENTRE), True),
        (a_caller("m", "coordinator", centre_id="e" * 32), False),
        (a_caller("m", centre_id=CENTRE), False),
        (a_caller("m", "network-administrator"), False),
        (a_caller(), False),
    ],
)
def test_leaders_are_who_facilitate_treat_or_coordinate(caller: Caller, expected: bool) -> None:
    group = a_group(
        Kind.THERAPY,
        centre_ids=(CENTRE, OTHER_CENTRE),
        facilitators=("facilitator",),
        co_facilitators=("co-facilitator",),
        licence=a_licence(therapist_id="therapist"),
    )

    assert leads(caller, group) is expected


def test_a_discreet_group_is_unknown_to_who_does_not_lead_it_and_another_is_not_theirs() -> None:
    stores = MemoryStores()
    therapy, closed = a_group(Kind.THERAPY), a_group(open=False)
    for group in (therapy, closed):
        stores.groups.add(group)

    with pytest.raises(GroupUnknown):
        led_group(a_caller(), therapy.id, stores.groups)
    with pytest.raises(NotYourGroup):
        led_group(a_caller(), closed.id, stores.groups)


class Series(Led):
    """A series as the rules of access see it."""

    def __init__(self, group_id: str | None) -> None:
        self._group_id = group_id

    @property
    def group_id(self) -> str | None:
        return self._group_id

    @property
    def centre_id(self) -> str:
        return CENTRE


def test_a_series_is_led_through_its_group_or_else_through_its_centre() -> None:
    stores = MemoryStores()
    group = a_group(facilitators=("facilitator",))
    stores.groups.add(group)
    coordinator = a_caller("m", "coordinator", centre_id=CENTRE)

    led_series(a_caller("facilitator"), Series(group.id), stores.groups)
    led_series(coordinator, Series(None), stores.groups)
    with pytest.raises(NotYourGroup):
        led_series(a_caller(), Series(group.id), stores.groups)
    with pytest.raises(NotOfYourCentre):
        led_series(a_caller("facilitator"), Series(None), stores.groups)
