"""MSG91's and Exotel's APIs, asked as their documentation shows it, and what each reports."""

import json
from typing import Any

import pytest
import requests

from tests.sandbox.conftest import Callback
from tests.sandbox.world import EXOTEL_ACCOUNT, EXOTEL_KEY, TOKEN, World
from tests.support.waiting import eventually

# Of the templates that the sandbox knows as registered.
TEMPLATE = "1107000000000000101"
WORDS = "493817 is your Hamrah sign-in code. It is valid for 10 minutes. Please share it with no one."
REFERENCE = "0a1b" * 8


def flow(world: World, number: str, *, key: str = TOKEN, **changed: Any) -> requests.Response:
    """Send a text as https://docs.msg91.com/sms/send-sms shows it."""
    body = {
        "template_id": TEMPLATE,
        "short_url": "0",
        "CRQID": REFERENCE,
        "recipients": [{"mobiles": number[1:], "VAR1": "493817"}],
        **changed,
    }
    return requests.post(f"{world.url}/api/v5/flow", json=body, headers={"authkey": key}, timeout=10)


def log(world: World, reference: str) -> list[dict[str, Any]]:
    """Ask MSG91's log for one CRQID."""
    answer = requests.post(
        f"{world.url}/api/v5/report/logs/p/sms",
        params={"startDate": "2026-11-24", "endDate": "2026-11-25", "CRQID": reference},
        headers={"authkey": TOKEN},
        timeout=10,
    )
    return list(answer.json()["data"])


def exotel(world: World, number: str, *, key: str = EXOTEL_KEY, **changed: str) -> requests.Response:
    """Send a text as https://developer.exotel.com/docs/sms-api/api-reference/send-sms shows it."""
    form = {
        "From": "HAMRAH",
        "To": number,
        "Body": WORDS,
        "EncodingType": "plain",
        "DltEntityId": "1101000000000000001",
        "DltTemplateId": TEMPLATE,
        "SmsType": "transactional",
        "CustomField": REFERENCE,
        **changed,
    }
    url = f"{world.url}/v1/Accounts/{EXOTEL_ACCOUNT}/Sms/send.json"
    return requests.post(url, data=form, auth=(key, TOKEN), timeout=10)


def texts(world: World, number: str) -> list[dict[str, Any]]:
    return list(world.get("/api/texts", to=number)["texts"])


def test_msg91_fills_the_registered_text_and_answers_as_documented(world: World, number: str) -> None:
    answer = flow(world, number)
    [text] = texts(world, number)

    assert answer.status_code == 200
    assert answer.json() == {"message": text["sid"], "type": "success"}
    assert (text["body"], text["provider"]) == (WORDS, "msg91")


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"template_id": "unknown"}, 400, "400"),
        ({"recipients": []}, 400, "400"),
        ({"recipients": [{"mobiles": "919812345678"}]}, 400, "400"),
        ({"recipients": [{"mobiles": "12", "VAR1": "1"}]}, 400, "202"),
        ({"key": "wrong"}, 401, "201"),
    ],
)
def test_msg91_refuses_in_its_own_shape(
    world: World, number: str, changed: dict[str, Any], status: int, code: str
) -> None:
    answer = flow(world, number, **changed)

    assert (answer.status_code, answer.json()["type"], answer.json()["code"]) == (status, "error", code)
    assert texts(world, number) == []


def test_msg91s_log_finds_a_text_by_the_senders_own_id(world: World, number: str) -> None:
    reference = f"{number[1:]:0>32}"
    sid = flow(world, number, CRQID=reference).json()["message"]

    eventually(lambda: [row["status"] for row in log(world, reference)] == ["1"])
    assert log(world, reference)[0]["requestId"] == sid
    assert log(world, "0" * 32) == []


def test_exotel_answers_and_shows_a_text_as_documented(world: World, number: str) -> None:
    told = exotel(world, number).json()["SMSMessage"]

    def shown() -> dict[str, Any]:
        url = f"{world.url}/v1/Accounts/{EXOTEL_ACCOUNT}/SMS/Messages/{told['Sid']}.json"
        answer = requests.get(url, auth=(EXOTEL_KEY, TOKEN), timeout=10)
        return dict(answer.json()["SMSMessage"])

    assert (told["Status"], told["To"], told["Body"]) == ("queued", number, WORDS)
    eventually(lambda: shown()["DetailedStatus"] == "DELIVERED_TO_HANDSET")
    assert shown()["Status"] == "sent"
    assert [each["provider"] for each in texts(world, number)] == ["exotel"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"DltEntityId": ""}, 400), ({"To": "12"}, 400), ({"SmsType": "any"}, 400), ({"key": "wrong"}, 401)],
)
def test_exotel_refuses_in_its_own_shape(
    world: World, number: str, changed: dict[str, str], status: int
) -> None:
    answer = exotel(world, number, **changed)

    assert (answer.status_code, answer.json()["RestException"]["Status"]) == (status, status)


def test_exotel_reports_to_the_address_of_the_text(world: World, number: str, callback: Callback) -> None:
    sid = exotel(world, number, StatusCallback=callback.url).json()["SMSMessage"]["Sid"]

    eventually(lambda: len(callback.calls) == 2)
    assert [form["DetailedStatus"] for form, _ in callback.calls] == [
        "SUBMITTED_TO_OPERATOR",
        "DELIVERED_TO_HANDSET",
    ]
    assert all((form["SmsSid"], form["CustomField"]) == (sid, REFERENCE) for form, _ in callback.calls)
    assert [signature for _, signature in callback.calls] == [None, None]


def test_what_is_not_as_registered_does_not_pass_the_operators(
    world: World, number: str, callback: Callback
) -> None:
    exotel(world, number, Body=WORDS + " Bye.", StatusCallback=callback.url)

    eventually(lambda: [form["DetailedStatus"] for form, _ in callback.calls] == ["FAILED_DLT_TEMPLATE"])


def test_msg91_reports_the_end_alone_to_the_one_address_of_the_account(
    tmp_path: Any, number: str, callback: Callback
) -> None:
    world = World(tmp_path / "world", HAMRAH_SANDBOX_MSG91_URL=callback.url.partition("?")[0])
    world.start()
    try:
        flow(world, number)
        eventually(lambda: len(callback.calls) == 1)
    finally:
        world.stop()

    [request] = json.loads(callback.calls[0][0]["data"])
    assert [(each["CRQID"], each["status"]) for each in request["report"]] == [(REFERENCE, "1")]


@pytest.mark.parametrize("send", [flow, exotel])
def test_one_provider_is_told_to_fail_and_the_others_go_on(world: World, number: str, send: Any) -> None:
    other, name = (exotel, "msg91") if send is flow else (flow, "exotel")
    put = requests.put(f"{world.url}/api/control/{name}", json={"mode": "error"}, timeout=10)

    assert put.ok
    assert send(world, number).status_code == 500
    assert other(world, number).ok
    assert world.send(number).status_code == 201
    assert requests.delete(f"{world.url}/api/control/{name}", timeout=10).ok
    assert send(world, number).ok


@pytest.mark.parametrize("send", [flow, exotel])
@pytest.mark.parametrize(
    ("behaviour", "status"),
    [({"mode": "busy"}, 429), ({"mode": "unavailable"}, 503), ({"mode": "fail"}, 400)],
)
def test_each_provider_knows_every_way_to_refuse(
    world: World, number: str, send: Any, behaviour: dict[str, object], status: int
) -> None:
    world.behave(sms=behaviour)
    answer = send(world, number)

    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status in (429, 503))
    assert texts(world, number) == []


@pytest.mark.parametrize("send", [flow, exotel])
@pytest.mark.parametrize(("behaviour", "taken"), [({"drop_answer": True}, 1), ({"mode": "reset"}, 0)])
def test_a_connection_breaks_with_the_text_taken_or_not(
    world: World, number: str, send: Any, behaviour: dict[str, object], taken: int
) -> None:
    world.behave(sms=behaviour)

    with pytest.raises(requests.ConnectionError):
        send(world, number)
    assert len(texts(world, number)) == taken


@pytest.mark.parametrize("send", [flow, exotel])
def test_an_answer_without_sense_leaves_the_text_sent(world: World, number: str, send: Any) -> None:
    world.behave(sms={"wrong_body": True})

    assert "works" in send(world, number).text
    assert len(texts(world, number)) == 1


def test_a_share_of_the_texts_is_met_badly_the_same_ones_every_time(world: World, number: str) -> None:
    def statuses() -> list[int]:
        world.behave(providers={"exotel": {"mode": "error", "share": 0.4, "seed": 7}})
        return [exotel(world, number, CustomField=f"{place:032x}").status_code for place in range(20)]

    first = statuses()

    assert statuses() == first
    assert {200, 500} == set(first)


@pytest.mark.parametrize(
    ("path", "status"), [("msg91", 422), ("nobody", 404)], ids=["wrong-mode", "unknown-provider"]
)
def test_a_wrong_control_is_refused(world: World, path: str, status: int) -> None:
    answer = requests.put(f"{world.url}/api/control/{path}", json={"mode": "evil"}, timeout=10)

    assert answer.status_code == status
