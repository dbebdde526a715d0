"""Receipts: signed, in order or not, once or more often, again when nobody took them."""

import signal
from pathlib import Path

from twilio.request_validator import RequestValidator

from tests.sandbox.conftest import Callback
from tests.sandbox.world import ACCOUNT, TOKEN, World
from tests.support.waiting import eventually


def test_a_text_is_reported_sent_and_then_delivered_with_a_valid_signature(
    world: World, number: str, callback: Callback
) -> None:
    sid = world.send(number, StatusCallback=callback.url).json()["sid"]

    eventually(lambda: callback.statuses == ["sent", "delivered"])
    for form, signature in callback.calls:
        assert RequestValidator(TOKEN).validate(callback.url, form, signature)
        assert form["MessageSid"] == form["SmsSid"] == sid
        assert (form["AccountSid"], form["To"], form["From"]) == (ACCOUNT, number, "HAMRAH")
        assert form["ApiVersion"] == "2010-04-01"


def test_a_text_without_a_callback_is_delivered_all_the_same(world: World, number: str) -> None:
    world.send(number)

    eventually(lambda: world.find(To=number)["messages"][0]["status"] == "delivered")
    assert world.find(To=number)["messages"][0]["date_sent"]


def test_a_receipt_that_was_not_taken_comes_again(world: World, number: str, callback: Callback) -> None:
    callback.answers = lambda call: 503 if call < 3 else 204

    world.send(number, StatusCallback=callback.url)

    eventually(lambda: callback.statuses == ["sent", "sent", "sent", "delivered"])


def test_receipts_can_be_duplicated(world: World, number: str, callback: Callback) -> None:
    world.behave(sms={"duplicate_receipts": 2})

    world.send(number, StatusCallback=callback.url)

    eventually(lambda: callback.statuses == ["sent"] * 3 + ["delivered"] * 3)


def test_receipts_can_come_out_of_order_and_the_text_stays_delivered(
    world: World, number: str, callback: Callback
) -> None:
    world.behave(sms={"receipts_out_of_order": True})

    world.send(number, StatusCallback=callback.url)

    eventually(lambda: callback.statuses == ["delivered", "sent"])
    assert world.find(To=number)["messages"][0]["status"] == "delivered"


def test_a_text_can_be_reported_undelivered_with_a_code(
    world: World, number: str, callback: Callback
) -> None:
    world.behave(sms={"mode": "undelivered"})

    world.send(number, StatusCallback=callback.url)

    eventually(lambda: callback.statuses == ["sent", "undelivered"])
    assert callback.calls[-1][0]["ErrorCode"] == "30003"
    assert world.find(To=number)["messages"][0]["error_code"] == 30003


def test_receipts_still_owed_are_sent_after_a_kill(tmp_path: Path, callback: Callback) -> None:
    world = World(tmp_path / "world")
    world.start()
    world.behave(sms={"receipt_delay_ms": 30_000})
    world.send("+919812345678", StatusCallback=callback.url)

    world.stop(signal.SIGKILL)
    assert callback.calls == []
    world.start()

    eventually(lambda: callback.statuses == ["sent", "delivered"])
    assert world.get("/api/counts")["receipts_taken"] == 2
    assert world.stop() == 0
