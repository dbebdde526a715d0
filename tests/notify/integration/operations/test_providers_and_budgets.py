"""An operator switches providers, sees how they did lately, and caps what a centre spends."""

import json

import pytest

from chassis.clock import utc_now
from chassis.ids import derived_id
from notify.adapters.switches import MongoSwitches
from notify.domain.message import State
from notify.entrypoints.operations.command import app
from tests.notify import examples
from tests.notify.integration.operations.commands import RUN, run


@pytest.mark.parametrize(("word", "mode"), [("drain", "draining"), ("off", "off"), ("on", "on")])
def test_a_switch_stands_as_it_was_turned_and_says_by_whom(settings, database, word, mode):
    said = run(word, "twilio", "--by", "asha")

    assert said.startswith("twilio ")
    switch = MongoSwitches(database).all()["twilio"]
    assert (switch.mode, switch.by) == (mode, "asha")
    assert f"twilio is {mode} since" in run("providers")


def test_a_provider_that_is_not_there_has_no_switch(settings, database):
    done = RUN.invoke(app, ["off", "nobody"])

    assert done.exit_code == 2
    assert not MongoSwitches(database).all()


def test_the_last_hour_of_a_provider_is_shown(messages):
    at = utc_now()
    good = [examples.message(provider="twilio", state=State.DELIVERED, since=at) for _ in range(3)]
    bad = examples.message(provider="twilio", state=State.FAILED, since=at)
    messages.add_once([*good, bad, examples.message()])

    row = next(
        each for each in json.loads(run("providers", "--json"))["providers"] if each["channel"] == "sms"
    )

    assert (row["good"], row["waiting"]) == ("75% went well", 1)
    assert row["lately"] == {"sent": 0, "delivered": 3, "failed": 1, "unknown": 0}


def test_a_cap_is_set_and_shown_in_rupees(settings):
    centre_id = derived_id("a centre")

    assert "0.00 spent; there is no cap." in run("budget", centre_id)
    assert "of ₹2,500.50." in run("budget", centre_id, "--cap", "2500.50")
    assert json.loads(run("budget", centre_id, "--json"))["cap"] == 250_050
    assert "there is no cap." in run("budget", centre_id, "--cap", "none")
    run("budget", centre_id, "--cap", "-5", code=2)
    run("budget", "no id", code=2)
