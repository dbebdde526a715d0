"""Budgets kept in memory and in MongoDB alike, seen and set by API and command."""

import pytest

from chassis.clock import utc_now
from chassis.ids import derived_id
from notify.adapters.memory_budgets import InMemoryBudgets
from notify.adapters.mongo_budgets import MongoBudgets
from notify.domain.budget import month_of
from tests.notify import api, examples

CENTRE, OTHER = derived_id("a centre"), derived_id("another")
MONTH = month_of(utc_now())
URL = "/api/notify/budget"


@pytest.fixture(params=["memory", "mongodb"])
def budgets(request):
    """The same suite on both."""
    if request.param == "memory":
        return InMemoryBudgets()
    kept = MongoBudgets(request.getfixturevalue("database"))
    kept.ensure_indexes()
    return kept


def test_what_is_spent_adds_up_by_month_and_channel(budgets):
    budgets.spend({(CENTRE, MONTH, "sms"): 20, (CENTRE, MONTH, "email"): 1})
    budgets.spend({(CENTRE, MONTH, "sms"): 40, (CENTRE, "2020-01", "sms"): 7, (OTHER, MONTH, "sms"): 9})

    assert budgets.of(CENTRE, MONTH).spent == {"sms": 60, "email": 1}
    assert budgets.of(CENTRE, MONTH).total == 61
    assert budgets.of(CENTRE, "2020-01").total == 7


def test_only_a_centre_with_a_cap_reaches_it(budgets):
    budgets.spend({(CENTRE, MONTH, "sms"): 80, (OTHER, MONTH, "sms"): 80})
    budgets.set_cap(CENTRE, 100)

    assert list(budgets.at_least(80, MONTH)) == [CENTRE]
    assert not budgets.at_least(100, MONTH)
    budgets.set_cap(CENTRE, 80)
    assert list(budgets.at_least(100, MONTH)) == [CENTRE]
    assert not budgets.at_least(100, "2020-01")
    budgets.set_cap(CENTRE, None)
    assert not budgets.at_least(80, MONTH)


def test_a_cap_of_nothing_is_reached_by_who_never_spent(budgets):
    budgets.set_cap(CENTRE, 0)

    assert list(budgets.at_least(100, MONTH)) == [CENTRE]


def test_who_was_warned_of_a_share_is_warned_of_the_next_only(budgets):
    budgets.set_cap(CENTRE, 100)
    budgets.spend({(CENTRE, MONTH, "sms"): 90})
    assert list(budgets.to_warn(MONTH)) == [(CENTRE, 80)]
    budgets.note_warned(CENTRE, MONTH, 80)
    assert not budgets.to_warn(MONTH)
    budgets.spend({(CENTRE, MONTH, "sms"): 10})

    assert list(budgets.to_warn(MONTH)) == [(CENTRE, 100)]
    assert not budgets.to_warn("2020-01")


def test_administrators_set_a_cap_and_the_centres_coordinator_sees_it(database):
    client = api.bound(database).test_client()
    MongoBudgets(database).spend({(CENTRE, MONTH, "sms"): 60})
    administrator = api.authorization(role="network-administrator")

    put = client.put(URL, json={"centre_id": CENTRE, "cap": 5000}, headers=administrator)
    own = client.get(URL, headers=api.authorization(role="coordinator", centre=CENTRE))

    assert put.status_code == 200
    expected = {"centre_id": CENTRE, "month": MONTH, "spent": {"sms": 60}, "total": 60, "cap": 5000}
    assert own.get_json() == put.get_json() == expected
    any_ = client.get(URL, query_string={"centre_id": CENTRE}, headers=administrator)
    assert any_.get_json() == expected


def test_a_coordinator_sees_no_other_centres_money_and_sets_no_cap(database):
    client = api.bound(database).test_client()
    coordinator = api.authorization(role="coordinator", centre=CENTRE)

    assert client.get(URL, query_string={"centre_id": OTHER}, headers=coordinator).status_code == 404
    assert client.put(URL, json={"centre_id": CENTRE, "cap": 1}, headers=coordinator).status_code == 403


@pytest.mark.parametrize("cap", [-1, 10**10, "5", 1.5])
def test_a_senseless_cap_is_refused(database, cap):
    client = api.bound(database).test_client()
    asked = {"centre_id": CENTRE, "cap": cap}

    answer = client.put(URL, json=asked, headers=api.authorization(role="network-administrator"))

    assert answer.status_code == 422


def test_the_same_member_is_nobody_to_a_budget(database):
    client = api.bound(database).test_client()

    assert client.get(URL, headers=api.authorization(examples.MEMBER)).status_code == 403
